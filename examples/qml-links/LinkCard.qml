// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls
import QmlLinks

// One link as a card of the grid.
ItemDelegate {
    id: card

    required property int index
    required property string slug
    required property string title
    required property url url

    Accessible.name: title + ", " + Theme.host(url)
    width: GridView.view.cellWidth - Theme.gap
    height: GridView.view.cellHeight - Theme.gap
    highlighted: GridView.isCurrentItem
    hoverEnabled: true
    padding: Theme.gap

    background: Rectangle {
        radius: Theme.radius
        color: card.highlighted ? Theme.selection : Theme.raised
        border.width: card.visualFocus ? 2 : 1
        border.color: card.visualFocus || card.hovered ? Theme.accent : Theme.line
    }
    contentItem: Item {
        Rectangle {
            id: tile

            width: 26
            height: 26
            radius: 6
            color: Theme.tile(card.slug)

            Text {
                anchors.centerIn: parent
                text: card.slug.charAt(0).toUpperCase()
                color: "white"
                font.bold: true
            }
        }
        Text {
            anchors.left: tile.right
            anchors.leftMargin: 10
            anchors.right: parent.right
            anchors.verticalCenter: tile.verticalCenter
            text: card.slug
            textFormat: Text.PlainText
            color: Theme.text
            font.pixelSize: 14
            font.bold: true
            elide: Text.ElideRight
        }
        Text {
            anchors.top: tile.bottom
            anchors.topMargin: 8
            anchors.bottom: address.top
            width: parent.width
            text: card.title
            textFormat: Text.PlainText
            color: Theme.text
            font.pixelSize: Theme.smallSize
            wrapMode: Text.Wrap
            elide: Text.ElideRight
            maximumLineCount: 2
        }
        Text {
            id: address

            anchors.bottom: parent.bottom
            width: parent.width
            text: Theme.host(card.url)
            textFormat: Text.PlainText
            color: Theme.quiet
            font.pixelSize: 11
            elide: Text.ElideRight
        }
    }
}
