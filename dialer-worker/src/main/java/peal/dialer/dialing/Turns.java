package peal.dialer.dialing;

/** What happens to a dial when its wait is over. Called once for each; must not block. */
interface Turns {
  /** Its slot has come, and a place at the carrier is taken for it. */
  void dial(Waiting waiting);

  /** It cannot be dialed in time any more. */
  void late(Waiting waiting);

  /** The worker stops before its slot came. */
  void stopped(Waiting waiting);
}
