// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls
import QmlLinks

// One link as a line of the list.
ItemDelegate {
    id: row

    required property int index
    required property string slug
    required property string title
    required property url url
    required property list<string> tags

    Accessible.name: title + ", " + Theme.host(url)
    width: ListView.view.width
    implicitHeight: 56
    highlighted: ListView.isCurrentItem
    hoverEnabled: true

    background: Rectangle {
        radius: Theme.radius
        color: row.highlighted ? Theme.selection : row.hovered ? Theme.window : "transparent"
        border.width: row.visualFocus ? 2 : 0
        border.color: Theme.accent
    }
    contentItem: Item {
        Rectangle {
            id: tile

            anchors.verticalCenter: parent.verticalCenter
            width: 34
            height: 34
            radius: Theme.radius
            color: Theme.tile(row.slug)

            Text {
                anchors.centerIn: parent
                text: row.slug.charAt(0).toUpperCase()
                color: "white"
                font.pixelSize: Theme.titleSize
                font.bold: true
            }
        }
        Text {
            id: titleText

            anchors.left: tile.right
            anchors.leftMargin: Theme.gap
            anchors.right: tag.left
            anchors.rightMargin: Theme.gap
            anchors.top: tile.top
            anchors.topMargin: -1
            text: row.title
            textFormat: Text.PlainText
            color: Theme.text
            font.pixelSize: 14
            elide: Text.ElideRight
        }
        Text {
            anchors.left: titleText.left
            anchors.right: titleText.right
            anchors.bottom: tile.bottom
            text: row.slug + "  ·  " + Theme.host(row.url)
            textFormat: Text.PlainText
            color: Theme.quiet
            font.pixelSize: Theme.smallSize
            elide: Text.ElideRight
        }
        Rectangle {
            id: tag

            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            visible: row.tags.length > 0
            width: visible ? tagText.implicitWidth + 16 : 0
            height: 22
            radius: 11
            color: Theme.window
            border.color: Theme.line

            Text {
                id: tagText

                anchors.centerIn: parent
                text: row.tags[0] ?? ""
                textFormat: Text.PlainText
                color: Theme.quiet
                font.pixelSize: 11
            }
        }
    }
}
