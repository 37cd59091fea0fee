package peal.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import peal.topics.Topic;
import peal.topics.Topics;

/** deploy/compose/guarded-kafka.yml, which lays logins and rights over docker-compose.yml. */
class GuardedComposeTest {
  private static final String PATH = "deploy/compose/guarded-kafka.yml";

  private final ComposeFile plain = ComposeFile.read();
  private final ComposeFile guarded = ComposeFile.read(PATH);

  @Test
  void dockerComposeApprovesOfBothTogether() {
    new OperatorTool("docker-compose", "docker-compose")
        .orSkip()
        .approves(
            Tree.root(),
            List.of(
                "PEAL_ADMIN_TOKEN=a",
                "PEAL_INTERNAL_TOKEN=b",
                "PEAL_CARRIER_SECRET=c",
                "PEAL_GRAFANA_PASSWORD=d",
                "KAFKA_BROKER_PASSWORD=e",
                "KAFKA_PEAL_PASSWORD=f"),
            "--file",
            "docker-compose.yml",
            "--file",
            PATH,
            "config",
            "--quiet");
  }

  @Test
  void everyBrokerAsksAndWhoeverIsOnItsNetworkHasALogin() {
    for (String name : plain.services().keySet()) {
      if (!plain.networksOf(name).contains("kafka")) {
        continue;
      }
      Map<String, Object> service = guarded.services().get(name);
      assertThat(service).as(name).isNotNull();
      Map<String, Object> settings = ComposeFile.raw(service);
      if (name.startsWith("kafka-")) {
        assertThat(settings)
            .containsEntry("KAFKA_ALLOW_EVERYONE_IF_NO_ACL_FOUND", "false")
            .containsEntry(
                "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP",
                "CONTROLLER:SASL_PLAINTEXT,GUARDED:SASL_PLAINTEXT")
            .containsKey("KAFKA_AUTHORIZER_CLASS_NAME");
      } else {
        assertThat(settings).containsEntry("KAFKA_SECURITY_PROTOCOL", "SASL_PLAINTEXT");
        assertThat(settings.get("KAFKA_SASL_JAAS_CONFIG").toString()).contains("\"peal\"");
        assertThat(service.get("depends_on").toString()).contains("kafka-rights");
      }
    }
  }

  /** Whoever follows the file must not find out at the first dial what was left out. */
  @Test
  void everyTopicGroupAndTransactionIsAllowed() {
    String script = ComposeFile.command(guarded.services().get("kafka-rights")).getLast();
    Matcher loop = Pattern.compile("for topic in ([^;]+);").matcher(script);

    assertThat(loop.find()).isTrue();
    assertThat(List.of(loop.group(1).split(" ")))
        .containsExactlyInAnyOrderElementsOf(
            new Topics(1).all().stream().map(Topic::name).toList());
    assertThat(script)
        .contains("for prefix in peal-dispatch peal-status-projector;")
        .contains("--group peal- ", "--transactional-id peal- ");
  }

  @Test
  void noPasswordStandsInTheFile() {
    guarded
        .services()
        .forEach((name, service) ->
            ComposeFile.raw(service).values().stream()
                .flatMap(value -> Arrays.stream(value.toString().split("\\s+")))
                .filter(word -> word.contains("PASSWORD") || word.matches(".*(password|user_).*"))
                .forEach(word ->
                    assertThat(word)
                        .as(name)
                        .matches("((password|user_\\w+)=\")?\\$\\{\\w+:\\?set")));
  }
}
