package peal.projector.query;

/**
 * Where a projector listens.
 *
 * @param host name or address that other projectors reach
 * @param port 1–65,535
 */
public record Instance(String host, int port) {
  /** Refuses what nobody could connect to. */
  public Instance {
    if (host == null || host.isBlank() || port < 1 || port > 65_535) {
      throw new IllegalArgumentException("an instance has a host and a port 1-65535");
    }
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
