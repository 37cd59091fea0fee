package peal.broker;

/**
 * Where a node listens on the loopback interface.
 *
 * @param client for clients and other brokers, 1–65535
 * @param controller for the metadata quorum, 1–65535
 */
record Ports(int client, int controller) {
  static final String HOST = LoopbackPorts.HOST;

  /** Two ports that were free a moment ago. Another process may still be faster. */
  static Ports anyFree() {
    return new Ports(LoopbackPorts.free(), LoopbackPorts.free());
  }

  /** Whether both can be listened on now. */
  boolean free() {
    return LoopbackPorts.isFree(client) && LoopbackPorts.isFree(controller);
  }

  String bootstrap() {
    return HOST + ":" + client;
  }
}
