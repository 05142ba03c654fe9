// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef ROUNDS_H
#define ROUNDS_H

#include <QtCore/QString>

#include <functional>
#include <vector>

// A turn of the event loop without its wait: what is posted, and what our delivery does where the loop is GLib's.
void turn();

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
    enum Kind {
        Cost, // ours to the ceiling's: the less the better
        Speed, // as a share of the ceiling's: the more the better
        Count // ours for each of the other: the more the better
    };
    Kind kind = Cost;

    double value() const { return kind == Speed ? ceiling / ours : ours / ceiling; }
    bool isMet() const { return kind == Cost ? value() <= must : value() >= must; }
};

Ratio measure(const QString &what, const QString &against, double must, double aim,
              const Contender &ours, const Contender &ceiling, int rounds = 15);

double median(std::vector<double> samples);

void print(const Ratio &ratio);
void note(const QString &text);

void benchRecords();
void benchInsert();
void benchEvents();
void benchModel();
void benchMemory();
void benchHttp();
void benchServer();
void benchDurable();
void benchBroadcast();
void benchServerMemory();
void benchReplica();
void benchRealtime();
void benchNews();
void benchCatchUp();

#endif // ROUNDS_H
