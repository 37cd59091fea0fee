package peal.broker;

import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One node of a cluster, before it runs.
 *
 * @param folder its data folder
 * @param id node id, from 1
 * @param clusterId the cluster's id
 * @param cluster ports of every node in order of id, this one included
 * @param options how it runs
 */
record NodePlan(Path folder, int id, String clusterId, List<Ports> cluster, BrokerOptions options) {
  Ports ports() {
    return cluster.get(id - 1);
  }

  /** Where the broker's records and metadata lie. */
  Path logs() {
    return folder.resolve("kafka");
  }

  /**
   * The settings file's content. The quorum is listed with its ports instead of being stored in the
   * metadata, so that a node whose old ports are taken can come back on others.
   */
  Properties settings() {
    Properties p = new Properties();
    listening(p);
    replication(p);
    sizes(p);
    p.putAll(options.settings());
    return p;
  }

  private void listening(Properties p) {
    String client = "PLAINTEXT://" + ports().bootstrap();
    p.setProperty("process.roles", "broker,controller");
    p.setProperty("node.id", Integer.toString(id));
    p.setProperty("listeners", client + ",CONTROLLER://" + Ports.HOST + ":" + ports().controller());
    p.setProperty("advertised.listeners", client);
    p.setProperty("controller.listener.names", "CONTROLLER");
    p.setProperty("inter.broker.listener.name", "PLAINTEXT");
    p.setProperty("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    p.setProperty(
        "controller.quorum.voters",
        IntStream.range(0, cluster.size())
            .mapToObj(i -> (i + 1) + "@" + Ports.HOST + ":" + cluster.get(i).controller())
            .collect(Collectors.joining(",")));
    p.setProperty("log.dirs", logs().toAbsolutePath().toString());
  }

  private void replication(Properties p) {
    String copies = Integer.toString(Math.min(3, cluster.size()));
    String inSync = cluster.size() >= 3 ? "2" : "1";
    p.setProperty("default.replication.factor", copies);
    p.setProperty("min.insync.replicas", inSync);
    p.setProperty("offsets.topic.replication.factor", copies);
    p.setProperty("transaction.state.log.replication.factor", copies);
    p.setProperty("transaction.state.log.min.isr", inSync);
    p.setProperty("share.coordinator.state.topic.replication.factor", copies);
    p.setProperty("share.coordinator.state.topic.min.isr", inSync);
    // A broker that starts again is let in only when its session from before has run out. Alone, it
    // is its own controller, and nobody else could take over meanwhile: make that short.
    p.setProperty("broker.session.timeout.ms", cluster.size() == 1 ? "2000" : "6000");
    p.setProperty("broker.heartbeat.interval.ms", cluster.size() == 1 ? "500" : "1000");
  }

  private static void sizes(Properties p) {
    p.setProperty("auto.create.topics.enable", "false");
    p.setProperty("offsets.topic.num.partitions", "4");
    p.setProperty("transaction.state.log.num.partitions", "4");
    p.setProperty("share.coordinator.state.topic.num.partitions", "1");
    p.setProperty("group.initial.rebalance.delay.ms", "0");
    // Lets a client ask for a quick take-over; it does not impose one.
    p.setProperty("group.min.session.timeout.ms", "1000");
    // A dead writer's transaction holds back every reader of its partitions: sweep each second.
    p.setProperty("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
    p.setProperty("log.segment.bytes", Integer.toString(64 << 20));
    p.setProperty("log.index.size.max.bytes", Integer.toString(1 << 20));
    p.setProperty("log.cleaner.threads", "1");
    p.setProperty("log.cleaner.dedupe.buffer.size", Integer.toString(16 << 20));
    p.setProperty("num.network.threads", "2");
    p.setProperty("num.io.threads", "4");
    p.setProperty("background.threads", "2");
    // The idle controller writes a record every 500 ms by default.
    p.setProperty("metadata.max.idle.interval.ms", "5000");
  }
}
