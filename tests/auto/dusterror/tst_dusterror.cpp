// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dusterror_p.h"
#include "dustpath.h"

#include <QtCore/QMetaEnum>
#include <QtCore/QMetaProperty>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;

class tst_DustError : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noError();
    void retryableByKind_data();
    void retryableByKind();
    void readsDetail();
    void lacksDetail();
    void changesCopies();
    void losesItsIndex();
    void helpers();
    void compares();
    void hidesTokens_data();
    void hidesTokens();
    void prints();
    void isAGadget();
    void quotesWholeCharacters();
};

void tst_DustError::noError()
{
    const DustError none;
    QCOMPARE(none.kind(), DustError::NoError);
    QVERIFY(none.message().isEmpty());
    QVERIFY(!none.isRetryable());
    QVERIFY(none.detail().isEmpty());
    QCOMPARE(none.with(u"reason"_s, u"x"_s).reason(), QString());
    QVERIFY(!none.withRetryable(true).isRetryable());
    QCOMPARE(none, DustError());
}

void tst_DustError::retryableByKind_data()
{
    QTest::addColumn<DustError::Kind>("kind");
    QTest::addColumn<bool>("retryable");

    const QMetaEnum kinds = QMetaEnum::fromType<DustError::Kind>();
    const QSet<DustError::Kind> retryable{ DustError::Network, DustError::Http, DustError::Timeout,
                                           DustError::RateLimited };
    for (int i = 1; i < kinds.keyCount(); ++i) {
        const auto kind = DustError::Kind(kinds.value(i));
        QTest::newRow(kinds.key(i)) << kind << retryable.contains(kind);
    }
}

void tst_DustError::retryableByKind()
{
    QFETCH(DustError::Kind, kind);
    QFETCH(bool, retryable);
    const DustError error(kind, u"What happened."_s);
    QCOMPARE(error.kind(), kind);
    QCOMPARE(error.message(), u"What happened."_s);
    QCOMPARE(error.isRetryable(), retryable);
    QCOMPARE(error.withRetryable(!retryable).isRetryable(), !retryable);
}

void tst_DustError::readsDetail()
{
    const QVariantMap fields{ { u"title"_s, QStringList{ u"can't be blank"_s } } };
    const DustError error(DustError::Conflict, u"Changed."_s,
                          { { u"reason"_s, u"conflict"_s },
                            { u"current_revision"_s, quint64(1) << 63 },
                            { u"op_index"_s, 3 },
                            { u"path"_s, u"links/a"_s },
                            { u"retry_after"_s, 60 },
                            { u"scope"_s, u"entries:write"_s },
                            { u"http_status"_s, 412 },
                            { u"field_errors"_s, fields } });
    QCOMPARE(error.reason(), u"conflict"_s);
    QCOMPARE(error.currentRevision(), std::optional(quint64(1) << 63));
    QCOMPARE(error.opIndex(), 3);
    QCOMPARE(error.path(), u"links/a"_s);
    QCOMPARE(error.retryAfter(), 60);
    QCOMPARE(error.scope(), u"entries:write"_s);
    QCOMPARE(error.httpStatus(), 412);
    QCOMPARE(error.fieldErrors(), fields);
}

void tst_DustError::lacksDetail()
{
    const DustError error(DustError::Conflict, u"Changed."_s,
                          { { u"current_revision"_s, QVariant::fromValue(nullptr) } });
    QCOMPARE(error.currentRevision(), std::nullopt);
    QCOMPARE(error.opIndex(), -1);
    QCOMPARE(error.retryAfter(), 0);
    QCOMPARE(error.httpStatus(), 0);
    QVERIFY(error.reason().isEmpty() && error.path().isEmpty() && error.scope().isEmpty());
    QVERIFY(error.fieldErrors().isEmpty());
}

void tst_DustError::changesCopies()
{
    const DustError error(DustError::Network, u"Gone."_s, { { u"path"_s, u"a"_s } });
    const DustError changed = error.withRetryable(false).with(u"path"_s, u"b"_s);
    QVERIFY(error.isRetryable());
    QCOMPARE(error.path(), u"a"_s);
    QVERIFY(!changed.isRetryable());
    QCOMPARE(changed.path(), u"b"_s);
    QCOMPARE(changed.message(), error.message());
}

void tst_DustError::losesItsIndex()
{
    const DustError error = DustError(DustError::Conflict, u"No."_s, { { u"path"_s, u"a"_s } })
                                    .withRetryable(true);
    QCOMPARE(DustErrors::withoutIndex(error.with(u"op_index"_s, 3)), error);
    QCOMPARE(DustErrors::withoutIndex(error), error);
    QCOMPARE(DustErrors::withoutIndex({}), DustError());
}

void tst_DustError::helpers()
{
    const DustError error = DustError::invalidParams(u"empty_path"_s, u"The path is empty."_s);
    QCOMPARE(error.kind(), DustError::InvalidParams);
    QCOMPARE(error.reason(), u"empty_path"_s);
    QCOMPARE(error.message(), u"The path is empty."_s);
}

void tst_DustError::compares()
{
    const DustError error(DustError::Held, u"Held."_s, { { u"path"_s, u"a"_s } });
    QVERIFY(error == DustError(DustError::Held, u"Held."_s, { { u"path"_s, u"a"_s } }));
    QVERIFY(error != DustError(DustError::NotHeld, u"Held."_s, { { u"path"_s, u"a"_s } }));
    QVERIFY(error != DustError(DustError::Held, u"Other."_s, { { u"path"_s, u"a"_s } }));
    QVERIFY(error != error.with(u"path"_s, u"b"_s));
    QVERIFY(error != error.withRetryable(true));
    QVERIFY(error != DustError());
}

void tst_DustError::hidesTokens_data()
{
    QTest::addColumn<DustError>("error");
    const QString url = u"wss://host/ws?device_id=d&token=SECRET&vsn=2.0.0"_s;
    const auto row = [](const char *name, const QString &message, const QVariantMap &detail) {
        QTest::newRow(name) << DustError(DustError::Network, message, detail);
    };
    row("URL in the message", u"Cannot connect to %1."_s.arg(url), {});
    row("token at the end", u"Refused: token=SECRET"_s, {});
    row("upper case", u"Refused: Token=SECRET, \"TOKEN=SECRET\""_s, {});
    row("key of the detail", u"Refused."_s, { { u"token"_s, u"SECRET"_s } });
    row("nested key", u"Refused."_s,
        { { u"request"_s,
            QVariantList{ QVariantMap{ { u"Token"_s, QVariantList{ u"SECRET"_s } } } } } });
    row("URL in the detail", u"Refused."_s,
        { { u"url"_s, url }, { u"urls"_s, QVariantList{ url } } });
}

void tst_DustError::hidesTokens()
{
    QFETCH(DustError, error);
    QString text;
    QDebug(&text) << error;
    QVERIFY2(!text.contains(u"SECRET"), qPrintable(text));
    QVERIFY2(!error.message().contains(u"SECRET"), qPrintable(error.message()));
    QVERIFY2(text.contains(u"***"), qPrintable(text));
    QVERIFY(!error.message().contains(u"token") || error.message().contains(u"***"));
}

void tst_DustError::prints()
{
    QString text;
    QDebug(&text) << DustError(DustError::Http, u"Bad gateway."_s, { { u"http_status"_s, 502 } });
    QVERIFY2(text.contains(u"Http") && text.contains(u"Bad gateway.") && text.contains(u"502"),
             qPrintable(text));
    text.clear();
    QDebug(&text) << DustError();
    QVERIFY2(text.contains(u"NoError"), qPrintable(text));
}

void tst_DustError::isAGadget()
{
    const DustError error(DustError::RateLimited, u"Slow down."_s, { { u"retry_after"_s, 7 } });
    const QMetaObject &meta = DustError::staticMetaObject;
    const auto read = [&](const char *name) {
        return meta.property(meta.indexOfProperty(name)).readOnGadget(&error);
    };
    QCOMPARE(read("message").toString(), u"Slow down."_s);
    QCOMPARE(read("retryable").toBool(), true);
    QCOMPARE(read("retryAfter").toInt(), 7);
    QCOMPARE(read("kind").value<DustError::Kind>(), DustError::RateLimited);
    QCOMPARE(QVariant::fromValue(error).value<DustError>(), error);
}

// A message that quotes a long text cuts it between characters.
void tst_DustError::quotesWholeCharacters()
{
    for (int offset = 0; offset < 2; ++offset) {
        const QString text = QString(offset, u'a') + u"😀"_s.repeated(100) + u"~b"_s;
        const auto path = DustPath::parse(text);
        QVERIFY(!path);
        const QString message = path.error().message();
        QVERIFY(message.contains(QChar(0x2026)));
        QVERIFY2(message.isValidUtf16(), qPrintable(message));
        QVERIFY(message.size() < 300);
    }
}

QTEST_APPLESS_MAIN(tst_DustError)
#include "tst_dusterror.moc"
