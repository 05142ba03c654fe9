// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dusthttpcertificate_p.h"

#include "dusttext_p.h"

#include <QtCore/QStringList>
#include <QtNetwork/QSslCertificate>

using namespace Qt::StringLiterals;

namespace {

QString namesOf(const QSslCertificate &certificate)
{
    constexpr qsizetype Most = 5; // that anybody reads
    QStringList names = certificate.subjectAlternativeNames().values();
    if (names.isEmpty())
        names = certificate.subjectInfo(QSslCertificate::CommonName);
    QStringList shown;
    for (const QString &name : names.mid(0, Most))
        shown.append(DustText::quoted(name));
    if (names.size() > Most)
        shown.append(u"others"_s);
    return shown.isEmpty() ? u"nobody"_s : shown.join(u", "_s);
}

QString saying(const QSslError &error)
{
    const QSslCertificate certificate = error.certificate();
    switch (error.error()) {
    case QSslError::HostNameMismatch:
        return u"it is made out to %1, not to the host of the URL: use the name that it is for"_s
                .arg(namesOf(certificate));
    case QSslError::CertificateExpired:
        return u"it expired on %1: the server needs a new one, if this machine's clock is right"_s
                .arg(certificate.expiryDate().toUTC().toString(Qt::ISODate));
    case QSslError::CertificateNotYetValid:
        return u"it is not valid before %1: is this machine's clock right?"_s.arg(
                certificate.effectiveDate().toUTC().toString(Qt::ISODate));
    case QSslError::SelfSignedCertificate:
    case QSslError::SelfSignedCertificateInChain:
    case QSslError::UnableToGetIssuerCertificate:
    case QSslError::UnableToGetLocalIssuerCertificate:
    case QSslError::UnableToVerifyFirstCertificate:
    case QSslError::CertificateUntrusted:
        return u"nobody known has issued it: if it is yours, add its issuer with DustClient::addCaCertificates()"_s;
    default:
        return DustText::quoted(error.errorString());
    }
}

} // namespace

QString DustHttpCertificate::trouble(const QList<QSslError> &errors)
{
    QStringList sayings;
    for (const QSslError &error : errors) {
        const QString one = saying(error);
        if (!sayings.contains(one))
            sayings.append(one);
    }
    return u"the server's certificate does not match: "_s + sayings.join(u"; "_s);
}
