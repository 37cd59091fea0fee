package peal.gateway.kafka;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import peal.domain.Workspace;
import peal.service.kafka.KafkaClients;
import peal.service.kafka.TableReader;
import peal.topics.Topics;

/** The workspaces as one gateway has them, with clients of its own. */
record GatewayTable(TableReader reader, TableWriter writer, KafkaTable<Workspace> workspaces)
    implements AutoCloseable {
  static GatewayTable start(KafkaClients clients, Topics topics) {
    TableReader reader = new TableReader(clients, "gateway", new SimpleMeterRegistry());
    TableWriter writer = new TableWriter(clients);
    KafkaTable<Workspace> workspaces = new KafkaTable<>(reader, writer, topics.workspaces());
    reader.start();
    return new GatewayTable(reader, writer, workspaces);
  }

  @Override
  public void close() {
    workspaces.close();
    writer.close();
    reader.close();
  }
}
