package peal.ingest;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import peal.ingest.batch.BatchStart;
import peal.ingest.batch.CallStart;
import peal.ingest.batch.RowAdditions;
import peal.ingest.batch.SealTimes;
import peal.ingest.http.IngestRoutes;
import peal.ingest.http.RejectedRoutes;
import peal.ingest.kafka.ForgottenBatches;
import peal.ingest.kafka.KafkaBatchLog;
import peal.ingest.kafka.KafkaDirectory;
import peal.ingest.kafka.Patience;
import peal.ingest.rejected.RejectedFolder;
import peal.ingest.upload.Spool;
import peal.ingest.upload.UploadLimits;
import peal.ingest.upload.UploadReader;
import peal.ingest.workbook.Workbooks;
import peal.service.Ids;
import peal.service.Metrics;
import peal.service.OwnFolder;
import peal.service.ProcessClock;
import peal.service.Service;
import peal.service.Settings;
import peal.service.http.ConnectionLimit;
import peal.service.http.HttpServer;
import peal.service.http.InternalToken;
import peal.service.kafka.KafkaClients;
import peal.service.kafka.Provisioning;
import peal.topics.Topics;

/** Puts the ingest service together. */
public final class IngestWiring {
  private static final Duration KAFKA_WAIT = Duration.ofSeconds(60);

  private IngestWiring() {}

  /**
   * Starts the service with the settings of {@code environment}; see {@link IngestConfig}.
   *
   * @throws IllegalArgumentException when a setting is wrong
   * @throws IllegalStateException when the cluster does not have the topics that it should, or
   *     cannot be reached
   */
  public static Service start(Map<String, String> environment) {
    IngestConfig config = Settings.read(IngestConfig.class, environment);
    InternalToken token = InternalToken.at(config.host(), config.internalToken());
    KafkaClients clients = new KafkaClients(environment);
    Topics topics = new Topics(config.partitions());
    Running running = new Running();
    try {
      Provisioning.run(clients, topics, config.provision(), KAFKA_WAIT);
      InstantSource clock = ProcessClock.ofProcess();
      Ids ids = Ids.ulid();
      PrometheusMeterRegistry metrics = Metrics.registry();
      Spool spool =
          WorkingFolder.open(
              "PEAL_SPOOL_DIR", config.spoolDir(), folder -> new Spool(OwnFolder.at(folder), ids));
      Gauge.builder("peal.spool.free", spool, Spool::free)
          .description("Room in the spool folder; an upload wants 20 MB")
          .baseUnit("bytes")
          .register(metrics);
      RejectedFolder rejected =
          WorkingFolder.open(
              "PEAL_REJECTED_DIR",
              config.rejectedDir(),
              folder ->
                  new RejectedFolder(
                      OwnFolder.at(folder),
                      config.rejectedMb() << 20,
                      config.longestKnown(),
                      ids,
                      clock));
      Gauge.builder("peal.rejected", rejected, RejectedFolder::bytes)
          .description("Left-out rows of batches that are kept")
          .baseUnit("bytes")
          .register(metrics);
      FunctionCounter.builder("peal.rejected.unkept", rejected, RejectedFolder::unkept)
          .description(
              "Files whose left-out rows were not kept, for want of room or of a sound disk")
          .register(metrics);
      running.closes(new ForgottenBatches(clients, topics, rejected));
      Patience patience = Patience.of(Duration.ofMillis(config.kafkaPatienceMillis()));
      KafkaDirectory directory =
          running.closes(new KafkaDirectory(clients, topics, metrics, clock));
      KafkaBatchLog log =
          running.closes(KafkaBatchLog.create(clients, topics, patience, ids, clock));
      SealTimes sealTimes = SealTimes.within(Duration.ofSeconds(config.sealSeconds()));
      IngestRoutes routes =
          new IngestRoutes(
              directory,
              new UploadReader(
                  spool,
                  UploadLimits.within(Duration.ofSeconds(config.uploadReadSeconds())),
                  System::nanoTime),
              new Workbooks(spool),
              new RejectedRoutes(spool, rejected),
              new BatchStart(log, sealTimes, rejected, ids, clock),
              new RowAdditions(log, rejected, clock),
              new CallStart(log, sealTimes, ids, clock),
              config.maxUploads(),
              metrics,
              clock,
              System::nanoTime);
      running.directory = directory;
      running.http =
          running.closes(
              HttpServer.start(
                  config.host(),
                  config.port(),
                  Duration.ofSeconds(config.stopSeconds()),
                  new HttpServer.Health(running::live, running::ready),
                  metrics,
                  javalin -> {
                    ConnectionLimit.addTo(
                        javalin, config.connections(), "peal.ingest.connections", metrics);
                    token.guard(javalin);
                    routes.addTo(javalin);
                  }));
      return running;
    } catch (RuntimeException e) {
      running.close();
      throw e;
    }
  }

  /** What has been started; ends in the opposite order, HTTP first. */
  private static final class Running implements Service {
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private volatile KafkaDirectory directory;
    private volatile HttpServer http;

    <C extends AutoCloseable> C closes(C part) {
      parts.push(part);
      return part;
    }

    @Override
    public URI address() {
      return http.address();
    }

    boolean live() {
      return directory == null || directory.alive();
    }

    @Override
    public boolean ready() {
      return directory != null && directory.ready();
    }

    @Override
    public synchronized void close() {
      while (!parts.isEmpty()) {
        try {
          parts.pop().close();
        } catch (Exception e) {
          throw new IllegalStateException("a part of the ingest service did not close", e);
        }
      }
    }
  }
}
