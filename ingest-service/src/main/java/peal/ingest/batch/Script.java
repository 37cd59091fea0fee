package peal.ingest.batch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import peal.domain.Agent;
import peal.domain.Flow;

/**
 * What an agent says: its flow's words where it has one that is active, else its own.
 *
 * @param prompt what it is told, or null
 * @param welcomeMessage what it says first, or null
 * @param variables values for placeholders; the agent's own come before the flow's
 * @param maxCallSeconds longest call, or null where nobody said
 */
public record Script(
    String prompt, String welcomeMessage, Map<String, String> variables, Integer maxCallSeconds) {
  /** The script of {@code agent}, by {@code flow} if it has one. */
  public static Script of(Agent agent, Optional<Flow> flow) {
    Map<String, String> own = agent.variables() == null ? Map.of() : agent.variables();
    if (flow.isEmpty()) {
      return new Script(agent.systemPrompt(), agent.welcomeMessage(), own, agent.maxCallDuration());
    }
    Flow script = flow.get();
    return new Script(
        script.prompt(),
        welcome(script),
        merged(own, script.dynamicVariableCollections()),
        script.maxCallDuration() == null ? agent.maxCallDuration() : script.maxCallDuration());
  }

  private static String welcome(Flow flow) {
    return flow.welcomeMessage() == null || flow.welcomeMessage() == Flow.Welcome.AI_CUSTOM
        ? flow.customWelcomeMessage()
        : null;
  }

  private static Map<String, String> merged(
      Map<String, String> own, List<Flow.VariableCollection> collections) {
    Map<String, String> all = new LinkedHashMap<>(own);
    // Names are compared without case where they are filled in, so they must be here.
    Map<String, String> taken = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    taken.putAll(own);
    if (collections != null) {
      collections.stream()
          .filter(Flow.VariableCollection::isDefault)
          .flatMap(collection -> collection.variables().stream())
          .filter(variable -> taken.putIfAbsent(variable.key(), variable.value()) == null)
          .forEach(variable -> all.put(variable.key(), variable.value()));
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
