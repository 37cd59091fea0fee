package peal.gateway.agents;

import java.util.List;
import java.util.Optional;
import peal.domain.Workspace;
import peal.gateway.Refusals;
import peal.gateway.json.JsonFields;

/** The numbers that an agent calls from. */
final class OwnNumbers {
  private OwnNumbers() {}

  /**
   * Reads {@code phoneNumberIds}.
   *
   * @throws peal.service.http.ApiError 400 where one is not the workspace's
   */
  static Optional<List<String>> read(JsonFields fields, Workspace workspace) {
    Optional<List<String>> named = fields.texts("phoneNumberIds", Persona.ITEMS, Persona.NAME);
    List<String> own = workspace.phoneNumbers().stream().map(Workspace.OwnNumber::id).toList();
    if (named.isPresent() && !own.containsAll(named.get())) {
      throw Refusals.field(
          "phoneNumberIds", "'phoneNumberIds' names a number that the workspace does not have.");
    }
    return named;
  }
}
