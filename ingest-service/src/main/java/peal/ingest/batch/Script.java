package peal.ingest.batch;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import peal.domain.Agent;
import peal.domain.ColumnName;
import peal.domain.Flow;
import peal.domain.Wording;
import peal.ingest.csv.Placeholders;

/**
 * What an agent says: its flow's words where it has one that is active, else its own.
 *
 * @param prompt what it is told, or null
 * @param welcomeMessage what it says first, or null
 * @param variables values for placeholders; the agent's own come before the flow's, and its
 *     defaults last
 * @param maxCallSeconds longest call, or null where nobody said
 */
public record Script(
    String prompt, String welcomeMessage, Map<String, String> variables, Integer maxCallSeconds) {
  /** The script of {@code agent}, by {@code flow} if it has one. */
  public static Script of(Agent agent, Optional<Flow> flow) {
    Map<String, String> own = known(agent.variables());
    Map<String, String> defaults = known(agent.variableDefaults());
    if (flow.isEmpty()) {
      return new Script(
          agent.systemPrompt(),
          agent.welcomeMessage(),
          merged(List.of(own, defaults)),
          agent.maxCallDuration());
    }
    Flow script = flow.get();
    return new Script(
        script.prompt(),
        welcome(script),
        merged(List.of(own, usual(script.dynamicVariableCollections()), defaults)),
        script.maxCallDuration() == null ? agent.maxCallDuration() : script.maxCallDuration());
  }

  /** Prompt and welcome message with their placeholders; an absent prompt says nothing. */
  public Wording wording() {
    return Wording.of(prompt == null ? "" : prompt, welcomeMessage);
  }

  /**
   * Its placeholders.
   *
   * @param emptyWhereMissing whether what nothing fills is empty, rather than a problem
   */
  public Placeholders placeholders(boolean emptyWhereMissing) {
    return new Placeholders(wording(), variables, emptyWhereMissing);
  }

  private static String welcome(Flow flow) {
    return flow.welcomeMessage() == null || flow.welcomeMessage() == Flow.Welcome.AI_CUSTOM
        ? flow.customWelcomeMessage()
        : null;
  }

  private static Map<String, String> known(Map<String, String> variables) {
    return variables == null ? Map.of() : variables;
  }

  private static Map<String, String> usual(List<Flow.VariableCollection> collections) {
    return collections == null
        ? Map.of()
        : collections.stream()
            .filter(Flow.VariableCollection::isDefault)
            .flatMap(collection -> collection.variables().stream())
            .filter(variable -> variable.value() != null)
            .collect(
                Collectors.toMap(
                    Flow.Variable::key,
                    Flow.Variable::value,
                    (first, second) -> first,
                    LinkedHashMap::new));
  }

  /** Of names that are the same name, the first counts. */
  private static Map<String, String> merged(List<Map<String, String>> sources) {
    Map<String, String> all = new LinkedHashMap<>();
    Set<String> taken = new HashSet<>();
    for (Map<String, String> source : sources) {
      source.forEach((name, value) -> {
        if (value != null && taken.add(ColumnName.key(name))) {
          all.put(name, value);
        }
      });
    }
    return all;
  }

  /** Characters of all of it. */
  long length() {
    long length = prompt.length();
    if (welcomeMessage != null) {
      length += welcomeMessage.length();
    }
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      length += variable.getKey().length() + String.valueOf(variable.getValue()).length();
    }
    return length;
  }
}
