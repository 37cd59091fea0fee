package peal.testkit.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import peal.testkit.api.Exchange;

/**
 * Holds what is sent and answered against an OpenAPI 3.1 document. Thread-safe.
 *
 * <ul>
 *   <li>Every answer must be described: its path, method, status, headers, and all of its body; a
 *       field that the document does not name is one too many.
 *   <li>A request that is accepted must be described, too. One that is refused may be anything.
 * </ul>
 */
public final class ApiContract {
  private final JsonNode document;
  private final List<Operation> operations;
  private final RequestCheck requests;
  private final AnswerCheck answers;

  /** The contract that {@code document} is. */
  public ApiContract(JsonNode document) {
    this.document = document;
    this.operations = Operation.all(document);
    this.requests = new RequestCheck(document, Schemas.open(document));
    this.answers = new AnswerCheck(document, Schemas.closed(document));
  }

  /** Every operation, in the document's order. */
  public List<Operation> operations() {
    return operations;
  }

  /** The document. */
  public JsonNode document() {
    return document;
  }

  /** Which operation a request is. */
  public Optional<Operation> find(String method, String path) {
    return operations.stream()
        .filter(each -> each.method().equals(method) && each.fits(path))
        .max(Comparator.comparingInt(Operation::fixed));
  }

  /** What is not as the document says; empty where all is. */
  public List<String> complaints(Exchange exchange) {
    Optional<Operation> operation = find(exchange.method(), exchange.path());
    if (exchange.method().equals("HEAD") && find("GET", exchange.path()).isPresent()) {
      return exchange.answer().length == 0 ? List.of() : List.of("a HEAD has no body");
    }
    if (operation.isEmpty()) {
      return answers.ofNoOperation(exchange);
    }
    List<String> complaints = new ArrayList<>(answers.of(operation.get(), exchange));
    if (exchange.status() < 400) {
      requests
          .of(operation.get(), exchange)
          .forEach(complaint -> complaints.add("accepted, but " + complaint));
    }
    return complaints;
  }

  /**
   * Passes silently what is as the document says.
   *
   * @throws AssertionError naming the request and all that is wrong
   */
  public void check(Exchange exchange) {
    List<String> complaints = complaints(exchange);
    if (!complaints.isEmpty()) {
      throw new AssertionError(
          exchange
              + ", which is not what the API's document says:\n  "
              + String.join("\n  ", complaints));
    }
  }

  /** What is wrong with a value for the schema at {@code place}, as an answer has it. */
  public List<String> complaints(Operation operation, int status, JsonNode body) {
    return answers.ofBody(operation.answer(status).orElseThrow(), "application/json", body);
  }

  /** What is wrong with a body that is to be sent as {@code type}. */
  public List<String> complaints(Operation operation, String type, JsonNode body) {
    return requests.ofBody(operation, type, body);
  }

  /** Whether the document does not allow {@code value} for a parameter. */
  boolean refuses(Pointer parameter, String value) {
    return !requests.ofParameter(parameter, List.of(value)).isEmpty();
  }
}
