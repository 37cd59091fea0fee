package peal.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.Uuid;
import peal.broker.BrokerOptions;
import peal.broker.BundledBroker;
import peal.broker.LoopbackPorts;

/**
 * A broker that lets in who proves by SCRAM to know a password, over TLS with a certificate made
 * for this test. A second listener in the clear, which nobody is told of, serves its start.
 */
final class GuardedBroker implements AutoCloseable {
  private static final String USER = "peal";
  private static final String PASSWORD = "only-for-this-test";
  private static final String STORE_PASSWORD = "store-of-this-test";

  private final Path trust;
  private final int port;
  private final BundledBroker broker;

  private GuardedBroker(Path folder) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    Path keys = folder.resolve("broker.p12");
    this.trust = folder.resolve("trust.p12");
    certificate(folder, keys);
    int plain = LoopbackPorts.free();
    int controller = LoopbackPorts.free();
    this.port = LoopbackPorts.free();
    Path data = Files.createDirectories(folder.resolve("kafka"));
    // As the folder of a broker that ran before: it takes the same ports again.
    Files.writeString(
        data.resolve("node.properties"),
        "cluster.id=%s\nport.client=%d\nport.controller=%d\n"
            .formatted(Uuid.randomUuid(), plain, controller));
    this.broker =
        BundledBroker.start(
            data,
            BrokerOptions.DEFAULT
                .with(
                    "listeners",
                    "PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d,GUARDED://127.0.0.1:%d"
                        .formatted(plain, controller, port))
                .with(
                    "advertised.listeners",
                    "PLAINTEXT://127.0.0.1:%d,GUARDED://127.0.0.1:%d".formatted(plain, port))
                .with(
                    "listener.security.protocol.map",
                    "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,GUARDED:SASL_SSL")
                .with("sasl.enabled.mechanisms", "SCRAM-SHA-512")
                .with(
                    "listener.name.guarded.scram-sha-512.sasl.jaas.config",
                    "org.apache.kafka.common.security.scram.ScramLoginModule required;")
                .with("ssl.keystore.type", "PKCS12")
                .with("ssl.keystore.location", keys.toString())
                .with("ssl.keystore.password", STORE_PASSWORD)
                .with("ssl.key.password", STORE_PASSWORD));
    allow();
  }

  /** Starts it with its data and its certificate in {@code folder}. */
  static GuardedBroker start(Path folder) {
    try {
      return new GuardedBroker(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static void certificate(Path folder, Path keys) throws IOException, InterruptedException {
    keytool(
        folder,
        "-genkeypair -alias broker -keyalg EC -dname CN=localhost -ext san=ip:127.0.0.1"
            + " -validity 2 -storetype PKCS12 -keystore "
            + keys);
    keytool(folder, "-exportcert -alias broker -file broker.crt -keystore " + keys);
    keytool(
        folder,
        "-importcert -noprompt -alias broker -file broker.crt -storetype PKCS12 -keystore"
            + " trust.p12");
  }

  private static void keytool(Path folder, String arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments.split(" ")));
    command.addAll(List.of("-storepass", STORE_PASSWORD));
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IllegalStateException(Files.readString(folder.resolve("keytool.log")));
    }
  }

  private void allow() {
    try (Admin admin =
        Admin.create(
            Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()))) {
      admin
          .alterUserScramCredentials(
              List.of(
                  new UserScramCredentialUpsertion(
                      USER, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), PASSWORD)))
          .all()
          .get(Run.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException("the broker did not take the credentials", e);
    }
  }

  /** {@code host:port} of the guarded listener. */
  String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  /** What an operator sets to be let in. */
  Map<String, String> settings() {
    return settings(PASSWORD);
  }

  /** As {@link #settings()}, with another password. */
  Map<String, String> settings(String password) {
    return Map.of(
        "KAFKA_SECURITY_PROTOCOL",
        "SASL_SSL",
        "KAFKA_SASL_MECHANISM",
        "SCRAM-SHA-512",
        "KAFKA_SASL_JAAS_CONFIG",
        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
            .formatted(USER, password),
        "KAFKA_SSL_TRUSTSTORE_TYPE",
        "PKCS12",
        "KAFKA_SSL_TRUSTSTORE_LOCATION",
        trust.toString(),
        "KAFKA_SSL_TRUSTSTORE_PASSWORD",
        STORE_PASSWORD);
  }

  @Override
  public void close() {
    broker.close();
  }
}
