package peal.projector.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import peal.service.kafka.KafkaClients;
import peal.topics.Topics;

/**
 * The fold's inputs, by clients that are made when they are first needed. Rows of big files are not
 * waited for: no batch is denied for want of them, and a page says itself that it lacks some.
 */
final class TopicInputs implements CatchUp.Inputs {
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final int FETCH_BYTES = 64 * 1024;

  private final KafkaClients clients;
  private final List<String> names;
  private final String events;
  private final String group;
  private Consumer<byte[], byte[]> consumer;
  private Admin admin;

  /** Those that {@code group} reads. */
  TopicInputs(KafkaClients clients, Topics topics, String group) {
    this.clients = clients;
    this.names =
        List.of(
            topics.batchCommands().name(), topics.callEvents().name(), topics.callJobs().name());
    this.events = topics.callEvents().name();
    this.group = group;
  }

  @Override
  public TopicPartition events(int partition) {
    return new TopicPartition(events, partition);
  }

  @Override
  public Map<TopicPartition, Long> ends(int partition) {
    List<TopicPartition> inputs =
        names.stream().map(name -> new TopicPartition(name, partition)).toList();
    Consumer<byte[], byte[]> reader = consumer();
    // It warns at each answer of a partition that is not its own.
    reader.assign(inputs);
    return Map.copyOf(reader.endOffsets(inputs, LIMIT));
  }

  @Override
  public Map<TopicPartition, Long> committed() {
    if (admin == null) {
      admin = clients.admin("projector-catch-up");
    }
    Map<TopicPartition, Long> committed = new HashMap<>();
    try {
      admin
          .listConsumerGroupOffsets(group)
          .partitionsToOffsetAndMetadata()
          .get(LIMIT.toSeconds(), TimeUnit.SECONDS)
          .forEach((input, offset) -> {
            if (offset != null) {
              committed.put(input, offset.offset());
            }
          });
      return committed;
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    } catch (java.util.concurrent.TimeoutException e) {
      throw new TimeoutException("no answer within " + LIMIT, e);
    } catch (ExecutionException e) {
      throw new KafkaException(e.getCause());
    }
  }

  @Override
  public OptionalLong firstRecord(TopicPartition input, Long from, long end) {
    Consumer<byte[], byte[]> reader = consumer();
    reader.assign(List.of(input));
    if (from == null) {
      reader.seekToBeginning(List.of(input));
    } else {
      reader.seek(input, from);
    }
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (reader.position(input, LIMIT) < end) {
      for (ConsumerRecord<byte[], byte[]> record : reader.poll(Duration.ofMillis(100))) {
        return record.offset() < end ? OptionalLong.of(record.offset()) : OptionalLong.empty();
      }
      if (System.nanoTime() > deadline) {
        throw new TimeoutException(input + " could not be read within " + LIMIT);
      }
    }
    return OptionalLong.empty();
  }

  private Consumer<byte[], byte[]> consumer() {
    if (consumer == null) {
      consumer =
          clients.consumer(
              "projector-catch-up",
              Map.of(
                  ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                  "earliest",
                  ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                  false,
                  // Whether there is a record is asked, not what lies behind it.
                  ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                  1,
                  ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                  FETCH_BYTES,
                  ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                  50));
    }
    return consumer;
  }

  @Override
  public void close() {
    if (consumer != null) {
      consumer.close();
    }
    if (admin != null) {
      admin.close(Duration.ZERO);
    }
  }
}
