package peal.projector.history;

/**
 * How busy a call's lane is.
 *
 * @param out attempts that are out
 * @param lines attempts that may be out at once
 * @param callsPerSecond dials that may start in a second
 */
public record LaneLoad(long out, int lines, double callsPerSecond) {}
