package peal.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Who may speak with whom in Kubernetes: of every service, in both directions. */
class NetworkPoliciesTest {
  private static final List<String> SERVICES = List.of("dialer", "gateway", "ingest", "projector");
  private static final String NAME = "app.kubernetes.io/name";
  private static final String ANYBODY = "anybody";
  private static final String SCRAPER = "namespace monitoring:8080";
  private static final Set<String> ALL = Set.of("namespace kube-system:53", "namespace kafka:9092");

  @Test
  void whatNobodyAllowsIsRefusedInBothDirections() {
    assertThat(policies())
        .filteredOn(policy -> Manifests.at(policy, "spec", "podSelector").equals(Map.of()))
        .filteredOn(policy -> Manifests.at(policy, "spec", "ingress") == null)
        .filteredOn(policy -> Manifests.at(policy, "spec", "egress") == null)
        .extracting(policy -> Manifests.at(policy, "spec", "policyTypes"))
        .contains(List.of("Ingress", "Egress"));
  }

  @Test
  void everyServiceIsReachedByThoseWhoMustAlone() {
    assertThat(allowed("ingress", "from"))
        .isEqualTo(
            Map.of(
                "gateway", Set.of(ANYBODY + ":8080", SCRAPER),
                "dialer", Set.of(ANYBODY + ":8080", SCRAPER),
                "ingest", Set.of("gateway:8080", SCRAPER),
                "projector", Set.of("gateway:8080", "projector:8080", SCRAPER)));
  }

  @Test
  void everyServiceReachesWhatItMustAlone() {
    assertThat(allowed("egress", "to"))
        .isEqualTo(
            Map.of(
                "gateway", with("ingest:8080", "projector:8080"),
                "dialer", with("addresses 0.0.0.0/0 but 4:443"),
                "ingest", with(),
                "projector", with("addresses 0.0.0.0/0 but 4:443", "projector:8080")));
  }

  private static Set<String> with(String... more) {
    Set<String> all = new TreeSet<>(ALL);
    all.addAll(List.of(more));
    return all;
  }

  private static List<Map<String, Object>> policies() {
    return Manifests.objects().stream()
        .filter(object -> object.get("kind").equals("NetworkPolicy"))
        .toList();
  }

  private static Map<String, Set<String>> allowed(String direction, String peers) {
    Map<String, Set<String>> allowed = new TreeMap<>();
    for (String service : SERVICES) {
      allowed.put(service, new TreeSet<>());
      for (Map<String, Object> policy : policies()) {
        if (selected(Manifests.at(policy, "spec", "podSelector")).contains(service)) {
          Manifests.list(Manifests.at(policy, "spec", direction))
              .forEach(rule -> allowed.get(service).addAll(of(rule, peers)));
        }
      }
    }
    return allowed;
  }

  /** Each peer with each port of a rule; a rule without ports would allow all. */
  private static Set<String> of(Map<String, Object> rule, String peers) {
    Set<Object> ports =
        Manifests.list(rule.get("ports")).stream()
            .map(port -> port.get("port"))
            .collect(Collectors.toSet());
    assertThat(ports).isNotEmpty();
    Set<String> names = new TreeSet<>();
    if (rule.get(peers) == null) {
      names.add(ANYBODY);
    }
    Manifests.list(rule.get(peers)).forEach(peer -> names.addAll(named(peer)));
    return names.stream()
        .flatMap(name -> ports.stream().map(port -> name + ":" + port))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> named(Map<String, Object> peer) {
    assertThat(peer).as("one kind of peer: two together mean both").hasSize(1);
    if (peer.containsKey("podSelector")) {
      return selected(peer.get("podSelector"));
    }
    if (peer.containsKey("ipBlock")) {
      List<?> except = (List<?>) Manifests.at(peer, "ipBlock", "except");
      return Set.of(
          "addresses %s but %d".formatted(Manifests.at(peer, "ipBlock", "cidr"), except.size()));
    }
    Object namespace =
        Manifests.at(peer, "namespaceSelector", "matchLabels", "kubernetes.io/metadata.name");
    assertThat(namespace).isNotNull();
    return Set.of("namespace " + namespace);
  }

  /** The services of a selector: by name, by one of some names, or all. */
  private static Set<String> selected(Object selector) {
    @SuppressWarnings("unchecked")
    Map<String, Object> by = (Map<String, Object>) selector;
    if (by.isEmpty()) {
      return Set.copyOf(SERVICES);
    }
    Set<String> names = new TreeSet<>();
    if (Manifests.at(by, "matchLabels", NAME) instanceof String name) {
      names.add(name);
    }
    for (Map<String, Object> expression : Manifests.list(by.get("matchExpressions"))) {
      assertThat(expression).containsEntry("key", NAME).containsEntry("operator", "In");
      ((List<?>) expression.get("values")).forEach(value -> names.add(value.toString()));
    }
    assertThat(SERVICES).containsAll(names);
    return names;
  }
}
