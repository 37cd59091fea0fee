package peal.simulator;

import java.time.Duration;

/**
 * How the network behaves.
 *
 * @param plans how each call goes
 * @param honoursKeys whether a second request for an attempt does not ring
 * @param progressEvery how often an open call tells that it is still there; zero for never
 * @param mostOpen how many calls may be open at once
 * @param mostOpenBytes what they may take together
 * @param mostRememberedBytes what ended calls may take whose words are remembered
 */
record NetworkRules(
    CallPlan.Book plans,
    boolean honoursKeys,
    Duration progressEvery,
    int mostOpen,
    long mostOpenBytes,
    long mostRememberedBytes) {}
