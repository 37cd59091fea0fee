package peal.standalone.chaos.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import peal.broker.BrokerOptions;
import peal.broker.BundledCluster;
import peal.broker.LoopbackPorts;
import peal.standalone.chaos.plan.Members;

/**
 * Three brokers, nine services and a phone network, each a process of its own, with data and logs
 * in one folder. Thread-safe once started.
 */
public final class ChaosCluster implements AutoCloseable {
  private static final Duration READY_WITHIN = Duration.ofMinutes(4);
  private static final long PAUSE_MILLIS = 200;

  private final Path folder;
  private final BundledCluster brokers;
  private final Map<String, Member> members = new LinkedHashMap<>();
  private final Replicas replicas;
  private Wires wires;

  private ChaosCluster(Path folder, BundledCluster brokers) {
    this.folder = folder;
    this.brokers = brokers;
    this.replicas = new Replicas(brokers.bootstrapServers());
  }

  /**
   * Starts everything in {@code folder}, which is empty, and waits until all are ready.
   *
   * @param seed of the phone network
   * @param keysHonoured whether that rings once per key, and the dialers are told so
   * @param previous folder with the jars of another build, which every second service runs
   * @param say hears what is being done
   * @throws IllegalStateException when a member does not become ready in time, naming it
   */
  public static ChaosCluster start(
      Path folder, long seed, boolean keysHonoured, Optional<Path> previous, Consumer<String> say)
      throws InterruptedException {
    say.accept("starting three Kafka brokers");
    BundledCluster brokers =
        BundledCluster.start(
            folder.resolve("kafka"),
            Members.BROKERS.size(),
            BrokerOptions.DEFAULT
                .withHeap("192m")
                // On a machine of two cores everything starts at once.
                .withStartWithin(Duration.ofMinutes(3)));
    ChaosCluster cluster = new ChaosCluster(folder, brokers);
    try {
      cluster.launch(seed, keysHonoured, previous, say);
      return cluster;
    } catch (RuntimeException | InterruptedException e) {
      cluster.close();
      throw e;
    }
  }

  private void launch(
      long seed, boolean keysHonoured, Optional<Path> previous, Consumer<String> say)
      throws InterruptedException {
    List<String> names = new ArrayList<>(List.of(Members.SIMULATOR));
    names.addAll(Members.DIALERS);
    names.addAll(Members.PROJECTORS);
    names.addAll(Members.INGESTS);
    names.addAll(Members.GATEWAYS);
    Map<String, URI> addresses = new LinkedHashMap<>();
    names.forEach(name -> addresses.put(name, LoopbackPorts.freeAddress()));
    wires = new Wires(addresses);
    Environments environments =
        new Environments(folder, addresses, wires, brokers.bootstrapServers(), seed, keysHonoured);
    say.accept("starting " + names.size() + " processes");
    for (String name : names) {
      Member member =
          new Member(
              name,
              addresses.get(name),
              environments.of(name),
              classPath(name, previous),
              log(name),
              file("clocks", name));
      members.put(name, member);
      member.start();
      if (name.equals(names.getFirst()) || name.equals(Members.DIALERS.getFirst())) {
        // One alone makes the topics; the others would only stand in its way.
        awaitReady(member);
      }
    }
    for (Member member : members.values()) {
      awaitReady(member);
    }
  }

  private static String classPath(String name, Optional<Path> previous) {
    return previous
        .filter(lib -> Members.SERVICES.contains(name) && Members.numberOf(name) % 2 == 0)
        .map(lib -> lib.toAbsolutePath() + "/*")
        .orElseGet(() -> System.getProperty("java.class.path"));
  }

  private Path log(String name) {
    return file("logs", name + ".log");
  }

  private Path file(String within, String name) {
    try {
      return Files.createDirectories(folder.resolve(within)).resolve(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Waits until a member does its work.
   *
   * @throws IllegalStateException when it has ended, or is not ready within four minutes
   */
  public void awaitReady(Member member) throws InterruptedException {
    long deadline = System.nanoTime() + READY_WITHIN.toNanos();
    while (!member.ready()) {
      if (!member.alive() || System.nanoTime() > deadline) {
        throw new IllegalStateException(
            member.name() + " is not ready; its log is " + log(member.name()));
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  /** A member by its name. */
  public Member member(String name) {
    return members.get(name);
  }

  /** The network between two members, by the name that {@link Members#WIRES} has for it. */
  public Wire wire(String name) {
    return wires.wire(name);
  }

  /** Where the gateways are, in order. */
  public List<URI> gateways() {
    return Members.GATEWAYS.stream().map(name -> members.get(name).address()).toList();
  }

  /** Where the phone network is. */
  public URI simulator() {
    return members.get(Members.SIMULATOR).address();
  }

  /** Opens the gateways' admin routes. */
  public String adminToken() {
    return Environments.ADMIN_TOKEN;
  }

  /** The Kafka cluster, for faults. */
  public BundledCluster brokers() {
    return brokers;
  }

  /** Whether every partition has all of its copies. */
  public Replicas replicas() {
    return replicas;
  }

  /**
   * Lets Kafka forget how far {@code group}, whose members are all stopped, has read.
   *
   * @throws IllegalStateException when that cannot be done within a minute
   */
  public void forgetOffsets(String group) throws InterruptedException {
    Offsets.forget(bootstrapServers(), group);
  }

  /** For clients of Kafka. */
  public String bootstrapServers() {
    return brokers.bootstrapServers();
  }

  /** Partitions of the lane topics. */
  public int partitions() {
    return Environments.PARTITIONS;
  }

  /** Kills the services, then stops the brokers. */
  @Override
  public void close() {
    members.values().forEach(Member::close);
    if (wires != null) {
      wires.close();
    }
    replicas.close();
    brokers.close();
  }
}
