package peal.projector.history;

import java.time.Instant;

/**
 * One thing that happened to a call.
 *
 * @param at when, by the clock of whoever says so
 * @param kind what, in one word
 * @param attempt the dial that it is about, or null
 * @param worker who saw it, or null
 * @param reason why, for people
 */
public record Entry(Instant at, String kind, Integer attempt, String worker, String reason) {}
