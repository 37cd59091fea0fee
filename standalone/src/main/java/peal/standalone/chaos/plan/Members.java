package peal.standalone.chaos.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Who is in the cluster, and what they are called. */
public final class Members {
  /** Gateways. */
  public static final List<String> GATEWAYS = numbered("gateway", 2);

  /** Ingest services. */
  public static final List<String> INGESTS = numbered("ingest", 2);

  /** Dialer workers. */
  public static final List<String> DIALERS = numbered("dialer", 3);

  /** Status projectors. */
  public static final List<String> PROJECTORS = numbered("projector", 2);

  /** Kafka brokers. */
  public static final List<String> BROKERS = numbered("broker", 3);

  /** All of Peal's own processes. */
  public static final List<String> SERVICES =
      Stream.of(GATEWAYS, INGESTS, DIALERS, PROJECTORS).flatMap(List::stream).toList();

  /** The phone network, a process that nothing is done to but by its own faults. */
  public static final String CARRIER = "carrier";

  /** The process that is the phone network. */
  public static final String SIMULATOR = "simulator-1";

  /** The other projector, whichever asks. */
  private static final String PEERS = "projectors";

  /**
   * What can be cut: one gateway reaches its servers by wires, and one without, so that it is also
   * seen what becomes of a connection that is refused. So is one of the projectors by the other.
   */
  public static final List<String> WIRES = wires();

  private Members() {}

  private static List<String> numbered(String service, int count) {
    List<String> names = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      names.add(service + "-" + i);
    }
    return List.copyOf(names);
  }

  private static List<String> wires() {
    List<String> wires = new ArrayList<>();
    INGESTS.forEach(ingest -> wires.add(wire(GATEWAYS.getFirst(), ingest)));
    PROJECTORS.forEach(projector -> wires.add(wire(GATEWAYS.getFirst(), projector)));
    DIALERS.forEach(dialer -> wires.add(wire(dialer, SIMULATOR)));
    DIALERS.forEach(dialer -> wires.add(wire(SIMULATOR, dialer)));
    wires.add(wire(PEERS, PROJECTORS.getFirst()));
    return List.copyOf(wires);
  }

  /** What the wire from {@code from} to {@code to} would be called. */
  public static String wire(String from, String to) {
    return from + ">" + to;
  }

  /** The wire by which other projectors reach {@code projector}, if there is one. */
  public static String wireOfPeers(String projector) {
    return wire(PEERS, projector);
  }

  /** The member to which a wire leads. */
  public static String farEndOf(String wire) {
    return wire.substring(wire.indexOf('>') + 1);
  }

  /** The service that a member runs, as {@code ./peal run} calls it. */
  public static String serviceOf(String member) {
    return member.substring(0, member.lastIndexOf('-'));
  }

  /** The number in a member's name, from 1. */
  public static int numberOf(String member) {
    return Integer.parseInt(member.substring(member.lastIndexOf('-') + 1));
  }
}
