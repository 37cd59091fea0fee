package peal.simulator;

/** What sits behind a number, by its last four digits. */
enum Line {
  /** Engaged. */
  BUSY("0001"),
  /** Nobody is home. */
  NO_ANSWER("0002"),
  /** Declines. */
  REJECTED("0003"),
  /** Engaged at the first attempt of a call, answers later ones. */
  BUSY_AT_FIRST("0004"),
  /** Rings, but the request is never answered. */
  ANSWER_LOST("0005"),
  /** Ends without a callback; only a lookup tells. */
  END_UNTOLD("0006"),
  /** A machine picks up. */
  VOICEMAIL("0007"),
  /** The first two requests for an attempt get 503 and do not ring. */
  RELUCTANT("0008"),
  /** Answers and talks until it is hung up. */
  ENDLESS("0009"),
  /** Answers, and wants no more calls. */
  OPTS_OUT("0010"),
  /** Country code 999 is assigned to nobody: refused for good. */
  UNASSIGNED(null),
  /** Everybody else: as the mix has it. */
  ORDINARY(null);

  private final String lastDigits;

  Line(String lastDigits) {
    this.lastDigits = lastDigits;
  }

  /** The line behind {@code number}, which is in E.164. */
  static Line of(String number) {
    if (number.startsWith("+999")) {
      return UNASSIGNED;
    }
    for (Line line : values()) {
      if (line.lastDigits != null && number.endsWith(line.lastDigits)) {
        return line;
      }
    }
    return ORDINARY;
  }
}
