package peal.simulator;

import peal.domain.Outcome;

/**
 * What the ledger knows of an attempt.
 *
 * @param attemptId the attempt
 * @param number whom it rang, E.164
 * @param firstRingMicros when it rang first, µs since 1970
 * @param rings how often it rang
 * @param requests how often it was asked for since it rang first, that request included
 * @param outcome how it ended, or null while it is open
 * @param endedMicros when it ended, µs since 1970; 0 while it is open
 */
record LedgerEntry(
    String attemptId,
    String number,
    long firstRingMicros,
    int rings,
    int requests,
    Outcome outcome,
    long endedMicros) {}
