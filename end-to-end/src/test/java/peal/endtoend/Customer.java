package peal.endtoend;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import peal.testkit.api.Answer;
import peal.testkit.api.PealClient;
import peal.testkit.evidence.Tenant;

/**
 * Somebody who has calls made.
 *
 * @param client their client
 * @param agentId the agent that calls
 * @param tenant their workspace with its limits
 */
record Customer(PealClient client, String agentId, Tenant tenant) {
  /** Uploads a file with a row for each number. */
  Answer upload(List<String> numbers) {
    return upload(numbers, Map.of());
  }

  /** As {@link #upload(List)}, with further fields of the form. */
  Answer upload(List<String> numbers, Map<String, String> fields) {
    Map<String, String> form = new HashMap<>(fields);
    form.put("agentId", agentId);
    return client.upload(csv(numbers), form);
  }

  /** A file with a row for each number. */
  static byte[] csv(List<String> numbers) {
    return numbers.stream()
        .map(number -> number + ",Ada\n")
        .collect(Collectors.joining("", "phone_number,first_name\n", ""))
        .getBytes(StandardCharsets.UTF_8);
  }
}
