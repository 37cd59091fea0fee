package peal.standalone.chaos.cluster;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import peal.standalone.chaos.plan.Members;

/** The wires of a cluster, by their names. */
final class Wires implements AutoCloseable {
  private final Map<String, Wire> wires = new LinkedHashMap<>();
  private final Map<String, URI> addresses;

  /** All that there are to {@code addresses} of members. */
  Wires(Map<String, URI> addresses) {
    this.addresses = Map.copyOf(addresses);
    for (String name : Members.WIRES) {
      wires.put(name, Wire.to(addresses.get(Members.farEndOf(name))));
    }
  }

  /** A wire by its name. */
  Wire wire(String name) {
    return wires.get(name);
  }

  /** Where {@code from} reaches {@code to}: by a wire, if there is one between them. */
  URI between(String from, String to) {
    Wire wire = wires.get(Members.wire(from, to));
    return wire == null ? addresses.get(to) : wire.address();
  }

  /** Where other projectors reach {@code projector}. */
  URI toPeersOf(String projector) {
    Wire wire = wires.get(Members.wireOfPeers(projector));
    return wire == null ? addresses.get(projector) : wire.address();
  }

  @Override
  public void close() {
    wires.values().forEach(Wire::close);
  }
}
