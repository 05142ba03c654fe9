// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// An application that writes the steps 1, 2, 3, … to the store of a file until it is killed: clientwriter URL
// Each step is one batch over three leaves, and some steps are under way at a time. The number of each that was
// acknowledged goes to the output (8 bytes).

#include <DustClient>
#include <DustStore>

#include <QtCore/QCoreApplication>

#include <cstdio>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace {

constexpr int UnderWay = 5;

class Writer
{
public:
    explicit Writer(DustStore *store) : m_store(store) {}

    void start()
    {
        m_store->get(u"steps"_s).then([this](const DustResult<DustValue> &steps) {
            m_step = steps ? quint64(steps->toInteger()) : 0;
            for (int i = 0; i < UnderWay; ++i)
                next();
        });
    }

private:
    void next()
    {
        const quint64 step = ++m_step;
        const DustPath steps = *DustPath::parse(u"steps"_s);
        const DustPath pair = *DustPath::parse(u"pair"_s);
        m_store->batchWrite({ DustOperation::increment(steps, 1),
                              DustOperation::set(*pair.child(u"left"_s), step),
                              DustOperation::merge(pair, { { u"right"_s, step } }) })
                .then([this, step](const DustResult<DustBatchReceipt> &written) {
                    if (!written || ::write(STDOUT_FILENO, &step, sizeof(step)) != sizeof(step)) {
                        std::fprintf(stderr, "%s\n", qPrintable(written.error().message()));
                        std::_Exit(1);
                    }
                    next();
                });
    }

    DustStore *m_store;
    quint64 m_step = 0;
};

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    DustClient client(QUrl(application.arguments().value(1)));
    Writer writer(client.store(u"acme/main"_s));
    writer.start();
    return application.exec();
}
