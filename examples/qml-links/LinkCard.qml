// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import QmlLinks

// One link as a card of the grid.
ItemDelegate {
    id: card

    required property int index
    required property string slug
    required property string title
    required property url url
    required property bool pending
    readonly property GridView view: GridView.view as GridView

    Accessible.name: (pending ? qsTr("%1, not sent yet") : "%1").arg(title + ", " + Theme.host(url))
    width: view.cellWidth - Theme.gap
    height: view.cellHeight - Theme.gap
    highlighted: GridView.isCurrentItem
    hoverEnabled: true
    padding: Theme.gap
    onClicked: {
        view.currentIndex = index;
        view.forceActiveFocus();
    }

    background: Rectangle {
        radius: Theme.radius
        color: card.highlighted ? Theme.selection : Theme.raised
        border.width: card.visualFocus ? 2 : 1
        border.color: card.visualFocus || card.hovered ? Theme.accent : Theme.line
    }
    contentItem: ColumnLayout {
        spacing: 8
        opacity: card.pending ? Theme.pendingOpacity : 1

        RowLayout {
            spacing: 10

            LinkTile {
                slug: card.slug
                size: 26
            }
            Text {
                Layout.fillWidth: true
                text: card.slug
                textFormat: Text.PlainText
                color: Theme.text
                font.pixelSize: 14
                font.bold: true
                elide: Text.ElideRight
            }
        }
        Text {
            Layout.fillWidth: true
            Layout.fillHeight: true
            text: card.title
            textFormat: Text.PlainText
            color: Theme.text
            font.pixelSize: Theme.smallSize
            font.italic: card.pending
            wrapMode: Text.Wrap
            elide: Text.ElideRight
            maximumLineCount: 2
        }
        Text {
            Layout.fillWidth: true
            text: Theme.host(card.url)
            textFormat: Text.PlainText
            color: Theme.quiet
            font.pixelSize: 11
            elide: Text.ElideRight
        }
    }
}
