package peal.standalone.engine;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import peal.broker.LoopbackPorts;

/**
 * Where the services of one machine find each other.
 *
 * <p>They are chosen before anything starts, since the services name each other in a circle: the
 * worker tells the carrier where to call back, and needs to know where the carrier is.
 *
 * @param ingest loopback address of the ingest service
 * @param dialer of the dialer worker
 * @param projector of the status projector
 * @param simulator of the carrier simulator
 */
public record Addresses(URI ingest, URI dialer, URI projector, URI simulator) {
  /**
   * The addresses that {@code file} keeps, or new ones, which it then keeps. A carrier goes on
   * calling back to where it was told while everything restarts, so the same place is listened at
   * again wherever its port is still free.
   */
  static Addresses kept(Path file) throws IOException {
    if (Files.exists(file)) {
      List<String> lines = Files.readAllLines(file);
      if (lines.size() == 4
          && lines.stream().map(URI::create).allMatch(old -> LoopbackPorts.isFree(old.getPort()))) {
        List<URI> old = lines.stream().map(URI::create).toList();
        return new Addresses(old.get(0), old.get(1), old.get(2), old.get(3));
      }
    }
    Addresses chosen = free();
    Files.write(
        file,
        Stream.of(chosen.ingest, chosen.dialer, chosen.projector, chosen.simulator)
            .map(URI::toString)
            .toList());
    return chosen;
  }

  /** Ports that were free a moment ago, all different. */
  public static Addresses free() {
    return new Addresses(
        LoopbackPorts.freeAddress(),
        LoopbackPorts.freeAddress(),
        LoopbackPorts.freeAddress(),
        LoopbackPorts.freeAddress());
  }
}
