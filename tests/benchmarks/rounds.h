// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef ROUNDS_H
#define ROUNDS_H

#include <QtCore/QString>

#include <functional>

// One measured thing: `run` does the work `count` times and is timed; `prepare` before each round is not. What `beside` takes,
// where there is one, is taken off: work that is part of `run` and not of what is measured.
struct Contender
{
    std::function<void()> run;
    int count = 1;
    std::function<void()> prepare = [] {};
    std::function<void()> beside = {};
};

// Ours against its ceiling: medians over interleaved rounds, so that a slow moment of the machine hits both.
struct Ratio
{
    QString what;
    QString against;
    QString unit;
    double ours = 0;
    double ceiling = 0;
    double must = 0;
    double aim = 0;

    double value() const { return ours / ceiling; }
};

Ratio measure(const QString &what, const QString &against, double must, double aim,
              const Contender &ours, const Contender &ceiling, int rounds = 15);

void print(const Ratio &ratio);
void note(const QString &text);

void benchRecords();
void benchInsert();
void benchEvents();
void benchModel();
void benchMemory();

#endif // ROUNDS_H
