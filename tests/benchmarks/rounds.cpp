// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "rounds.h"

#include <QtCore/QAbstractEventDispatcher>
#include <QtCore/QCoreApplication>
#include <QtCore/QElapsedTimer>
#include <QtCore/QTextStream>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

double timed(const std::function<void()> &work, int count)
{
    QElapsedTimer timer;
    timer.start();
    work();
    return double(timer.nsecsElapsed()) / count;
}

// One round.
double timed(const Contender &contender)
{
    contender.prepare();
    const double beside = contender.beside ? timed(contender.beside, contender.count) : 0;
    return timed(contender.run, contender.count) - beside;
}

QTextStream &out()
{
    static QTextStream stream(stdout);
    return stream;
}

} // namespace

void turn()
{
    Q_EMIT QAbstractEventDispatcher::instance()->awake();
    QCoreApplication::sendPostedEvents();
}

double median(std::vector<double> samples)
{
    std::sort(samples.begin(), samples.end());
    return samples[samples.size() / 2];
}

Ratio measure(const QString &what, const QString &against, double must, double aim,
              const Contender &ours, const Contender &ceiling, int rounds)
{
    std::vector<double> mine;
    std::vector<double> theirs;
    timed(ours);
    timed(ceiling);
    for (int i = 0; i < rounds; ++i) {
        mine.push_back(timed(ours));
        theirs.push_back(timed(ceiling));
    }
    return { what, against, u"ns"_s, median(mine), median(theirs), must, aim };
}

void print(const Ratio &ratio)
{
    const auto number = [](double value) {
        return QString::number(value, 'f', value < 1000 ? 1 : 0);
    };
    out() << "| " << ratio.what << " | " << ratio.against << " | " << number(ratio.ours) << ' '
          << ratio.unit << " | " << number(ratio.ceiling) << ' ' << ratio.unit << " | **"
          << QString::number(ratio.value(), 'f', 2) << "** | ";
    if (ratio.must > 0)
        out() << (ratio.kind == Ratio::Cost ? "≤ " : "≥ ") << ratio.must << " | " << ratio.aim
              << " | " << (ratio.isMet() ? "yes" : "NO") << " |\n";
    else
        out() << "- | - | - |\n";
    out().flush();
}

void note(const QString &text)
{
    out() << text << '\n';
    out().flush();
}
