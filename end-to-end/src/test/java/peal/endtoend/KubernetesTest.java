package peal.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/**
 * The manifests are valid and refer to what is there. Valid means: Kubernetes' own Java client,
 * whose models are generated from the published schemas, knows every field and misses none. What is
 * not Kubernetes' own (KEDA's, kustomize's) is only read.
 */
class KubernetesTest {
  private static final Map<String, String> MODELS =
      Map.of(
          "v1 Namespace", "V1Namespace",
          "v1 Service", "V1Service",
          "apps/v1 Deployment", "V1Deployment",
          "apps/v1 StatefulSet", "V1StatefulSet",
          "policy/v1 PodDisruptionBudget", "V1PodDisruptionBudget",
          "autoscaling/v2 HorizontalPodAutoscaler", "V2HorizontalPodAutoscaler",
          "networking.k8s.io/v1 NetworkPolicy", "V1NetworkPolicy");

  private static final Set<String> FOREIGN = Set.of("keda.sh/v1alpha1 ScaledObject");

  @Test
  void everyObjectFitsItsSchema() {
    assertThat(Manifests.objects())
        .hasSizeGreaterThan(12)
        .allSatisfy(object -> {
          String type = object.get("apiVersion") + " " + object.get("kind");
          if (!FOREIGN.contains(type)) {
            validate(MODELS.get(type), object);
          }
        });
  }

  @Test
  void aFieldThatDoesNotExistIsNoticed() {
    Map<String, Object> object = new HashMap<>(Manifests.workloads().getFirst());
    object.put("replica", 2);

    assertThatThrownBy(() -> validate("V1Deployment", object)).hasMessageContaining("replica");
  }

  @Test
  void theKustomizationListsEveryFile() {
    assertThat(Manifests.kustomization().get("resources"))
        .asInstanceOf(InstanceOfAssertFactories.list(String.class))
        .containsExactlyInAnyOrderElementsOf(Manifests.files());
  }

  @Test
  void theFourServicesRunTwiceAtLeastAreProbedBoundedAndMayNotChangeTheirSystem() {
    assertThat(Manifests.workloads())
        .extracting(object -> Manifests.at(object, "metadata", "name"))
        .containsExactlyInAnyOrder("gateway", "ingest", "dialer", "projector");
    assertThat(Manifests.workloads())
        .allMatch(object -> Integer.valueOf(2).equals(Manifests.at(object, "spec", "replicas")));
    assertThat(Manifests.containers())
        .allSatisfy(container -> {
          assertThat(container).containsKeys("livenessProbe", "readinessProbe", "startupProbe");
          assertThat(Manifests.at(container, "resources", "limits", "memory")).isNotNull();
          assertThat(Manifests.at(container, "securityContext", "readOnlyRootFilesystem"))
              .isEqualTo(true);
        });
  }

  @Test
  void everyServiceBudgetAndScalerPointsAtAWorkload() {
    Set<Object> workloads = new TreeSet<>();
    Manifests.workloads()
        .forEach(object -> workloads.add(Manifests.at(object, "metadata", "name")));

    Set<Object> budgets = new TreeSet<>();
    for (Map<String, Object> object : Manifests.objects()) {
      switch ((String) object.get("kind")) {
        case "Service" ->
            assertThat(workloads)
                .contains(Manifests.at(object, "spec", "selector", "app.kubernetes.io/name"));
        case "PodDisruptionBudget" ->
            budgets.add(
                Manifests.at(object, "spec", "selector", "matchLabels", "app.kubernetes.io/name"));
        case "HorizontalPodAutoscaler", "ScaledObject" ->
            assertThat(workloads).contains(Manifests.at(object, "spec", "scaleTargetRef", "name"));
        default -> {
          // Points at nothing.
        }
      }
    }
    assertThat(budgets).isEqualTo(workloads);
  }

  /**
   * Left-out rows lie with the one ingest that read the file; a gateway must reach each of them.
   */
  @Test
  void aGatewayCanAskEveryIngest() {
    List<String> headless =
        Manifests.objects().stream()
            .filter(object -> object.get("kind").equals("Service"))
            .filter(object -> "None".equals(Manifests.at(object, "spec", "clusterIP")))
            .map(object -> Manifests.at(object, "metadata", "name").toString())
            .toList();

    List<Object> urls =
        Manifests.containers().stream()
            .flatMap(container -> Manifests.list(container.get("env")).stream())
            .filter(setting -> setting.get("name").equals("PEAL_INGEST_URLS"))
            .map(setting -> setting.get("value"))
            .toList();

    assertThat(urls)
        .isNotEmpty()
        .allSatisfy(url -> assertThat(headless).contains(URI.create(url.toString()).getHost()));
  }

  /** They share a limit, so each must know how many there are, also when an autoscaler says so. */
  @Test
  void gatewaysAreCountedAsTheyAreScaled() {
    Object name = setting("gateway", "PEAL_GATEWAYS_NAME").get("value");

    assertThat(Manifests.objects())
        .filteredOn(object -> object.get("kind").equals("Service"))
        .filteredOn(object -> name.equals(Manifests.at(object, "metadata", "name")))
        .singleElement()
        .satisfies(service -> {
          assertThat(Manifests.at(service, "spec", "clusterIP")).isEqualTo("None");
          assertThat(Manifests.at(service, "spec", "selector", "app.kubernetes.io/name"))
              .isEqualTo("gateway");
        });
  }

  @Test
  void whoSpeaksWithKafkaCanSayWhoItIs() throws IOException {
    for (String service : List.of("gateway", "ingest", "dialer", "projector")) {
      Map<String, Object> login = setting(service, "KAFKA_SASL_JAAS_CONFIG");
      assertThat(Manifests.at(login, "valueFrom", "secretKeyRef", "optional")).isEqualTo(true);
    }
    assertThat(Files.readString(Tree.root().resolve("deploy/kubernetes/settings.env")))
        .contains("KAFKA_SECURITY_PROTOCOL=SASL_SSL", "KAFKA_SASL_MECHANISM=");
    assertThat(Files.readString(Tree.root().resolve("deploy/kubernetes/kustomization.yaml")))
        .contains("#   KAFKA_SASL_JAAS_CONFIG=");
  }

  private static Map<String, Object> setting(String container, String name) {
    return Manifests.containers().stream()
        .filter(one -> one.get("name").equals(container))
        .flatMap(one -> Manifests.list(one.get("env")).stream())
        .filter(setting -> setting.get("name").equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void noSecretStandsInAFile() {
    for (Map<String, Object> container : Manifests.containers()) {
      for (Map<String, Object> setting : Manifests.list(container.get("env"))) {
        if (setting.get("name").toString().matches(".*(TOKEN|SECRET|PASSWORD|JAAS).*")) {
          assertThat(Manifests.at(setting, "valueFrom", "secretKeyRef", "name"))
              .isEqualTo("peal-secrets");
        }
      }
    }
    assertThat(Manifests.objects()).noneMatch(object -> object.get("kind").equals("Secret"));
  }

  private static void validate(String model, Map<String, Object> object) {
    assertThat(model).as("a model for %s", object.get("kind")).isNotNull();
    try {
      Class.forName("io.kubernetes.client.openapi.models." + model)
          .getMethod("validateJsonElement", JsonElement.class)
          .invoke(null, new Gson().toJsonTree(object));
    } catch (InvocationTargetException e) {
      throw new AssertionError(object.get("kind") + ": " + e.getCause().getMessage(), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the client has no such model: " + model, e);
    }
  }
}
