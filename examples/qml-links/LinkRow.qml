// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import QmlLinks

// One link as a line of the list.
ItemDelegate {
    id: row

    required property int index
    required property string slug
    required property string title
    required property url url
    required property list<string> tags
    required property bool pending // written here, and not confirmed by the server

    Accessible.name: (pending ? qsTr("%1, not sent yet") : "%1").arg(title + ", " + Theme.host(url))
    width: ListView.view.width - 2 * Theme.gap
    implicitHeight: 56
    highlighted: ListView.isCurrentItem
    hoverEnabled: true
    onClicked: {
        ListView.view.currentIndex = index;
        ListView.view.forceActiveFocus();
    }

    background: Rectangle {
        radius: Theme.radius
        color: row.highlighted ? Theme.selection : row.hovered ? Theme.window : "transparent"
        border.width: row.visualFocus ? 2 : 0
        border.color: Theme.accent
    }
    contentItem: RowLayout {
        spacing: Theme.gap

        LinkTile {
            slug: row.slug
            size: 34
            opacity: row.pending ? Theme.pendingOpacity : 1
        }
        ColumnLayout {
            spacing: 2

            Text {
                Layout.fillWidth: true
                text: row.title
                textFormat: Text.PlainText
                color: Theme.text
                opacity: row.pending ? Theme.pendingOpacity : 1
                font.pixelSize: 14
                font.italic: row.pending
                elide: Text.ElideRight
            }
            Text {
                Layout.fillWidth: true
                text: row.slug + "  ·  " + Theme.host(row.url)
                textFormat: Text.PlainText
                color: Theme.quiet
                font.pixelSize: Theme.smallSize
                elide: Text.ElideRight
            }
        }
        Text {
            visible: row.pending
            text: qsTr("not sent yet")
            color: Theme.quiet
            font.pixelSize: 11
            font.italic: true
        }
        Label {
            visible: row.tags.length > 0
            leftPadding: 8
            rightPadding: 8
            topPadding: 4
            bottomPadding: 4
            text: row.tags[0] ?? ""
            textFormat: Text.PlainText
            color: Theme.quiet
            font.pixelSize: 11

            background: Rectangle {
                radius: 11
                color: Theme.window
                border.color: Theme.line
            }
        }
    }
}
