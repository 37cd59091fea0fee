package peal.simulator;

import peal.domain.Outcome;

/**
 * What the ledger knows of an attempt.
 *
 * @param attemptId the attempt
 * @param rings how often it rang
 * @param requests how often it was asked for since it rang first, that request included
 * @param outcome how it ended, or null while it is open
 * @param sinceMicros when it ended, or rang first while it is open, µs since 1970
 */
record LedgerEntry(String attemptId, int rings, int requests, Outcome outcome, long sinceMicros) {}
