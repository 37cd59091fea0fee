package peal.service.http;

import java.util.function.UnaryOperator;

/**
 * A route for what comes thousands of times a second: served by Jetty itself, before Javalin, whose
 * steps would cost more than the work. Limits, headers and errors are the same.
 *
 * @param method the method, such as {@code POST}
 * @param path the exact path
 * @param largestBody a longer body is refused with 413, bytes
 * @param work what it does
 */
public record DirectRoute(String method, String path, int largestBody, Work work) {
  /** What a route does. Runs on a virtual thread and may block. */
  @FunctionalInterface
  public interface Work {
    /**
     * Takes one request, which is then answered with 204.
     *
     * @param query what stands behind the question mark of the address, still encoded; may be empty
     * @param body the body's bytes as they came
     * @param headers gives a header by its name, or null
     * @throws ApiError when it is refused
     */
    void take(String query, byte[] body, UnaryOperator<String> headers);
  }
}
