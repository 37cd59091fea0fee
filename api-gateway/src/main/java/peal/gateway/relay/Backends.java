package peal.gateway.relay;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import peal.gateway.Refusals;
import peal.gateway.access.Secret;
import peal.service.ByteBudget;
import peal.service.http.ApiError;
import peal.service.http.InternalToken;
import peal.service.trace.Origin;

/**
 * The instances of one service behind the gateway. Each request begins at the next one in turn;
 * where an instance cannot be reached the one after it is asked. A URL whose name has several
 * addresses is an instance at each. Thread-safe.
 */
public final class Backends implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Backends.class);
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration FIRST_TRY = Duration.ofSeconds(2);
  private static final Duration LOOK = Duration.ofSeconds(5);
  private static final Duration ASKED_LAST = Duration.ofSeconds(5);
  private static final Executor VIRTUAL = Executors.newVirtualThreadPerTaskExecutor();

  private final String name;
  private final Instances instances;
  private final Duration limit;
  private final InternalToken token;
  private final ByteBudget room;
  private final HttpClient http;
  private final UnaryOperator<List<URI>> order;

  /** Instances that let somebody wait, and since when (nanoTime): paused or gone, most likely. */
  private final Map<URI, Long> silent;

  /**
   * Instances of one service.
   *
   * @param name what it does, for messages: "The status service"
   * @param urls at least one, without a slash at the end
   * @param limit how long an instance may take for an answer
   * @param token what the instances let in by
   * @param room for answers while they come in
   */
  public Backends(
      String name, List<URI> urls, Duration limit, InternalToken token, ByteBudget room) {
    this(name, new Instances(urls, InetAddress::getAllByName), limit, token, room);
  }

  Backends(String name, Instances instances, Duration limit, InternalToken token, ByteBudget room) {
    this.name = name;
    this.instances = instances;
    this.limit = limit;
    this.token = token;
    this.room = room;
    this.http = newClient();
    this.silent = new ConcurrentHashMap<>();
    AtomicInteger turn = new AtomicInteger();
    this.order =
        all -> {
          List<URI> turned = new ArrayList<>(all);
          Collections.rotate(turned, -Math.floorMod(turn.getAndIncrement(), all.size()));
          return turned;
        };
  }

  private Backends(Backends of, Duration limit, UnaryOperator<List<URI>> order) {
    this.name = of.name;
    this.instances = of.instances;
    this.limit = limit;
    this.token = of.token;
    this.room = of.room;
    this.http = of.http;
    this.silent = of.silent;
    this.order = order;
  }

  /**
   * The same instances for requests about {@code thing}, not to be closed. Every gateway begins at
   * the same one, so what shuts out others that do the same waits its turn there.
   */
  public Backends about(String thing) {
    Comparator<URI> byThing = Comparator.comparing(url -> Secret.sha256(thing + "\n" + url));
    return new Backends(this, limit, all -> all.stream().sorted(byThing).toList());
  }

  /**
   * The same instances, not to be closed, each of which may take {@code most} for an answer where
   * that is less than usual: for what is done all the same where nobody tells.
   */
  public Backends within(Duration most) {
    return new Backends(this, limit.compareTo(most) < 0 ? limit : most, order);
  }

  /**
   * Asks for {@code path}, of the next instance where one is stopping, says that it cannot tell, or
   * is silent for two seconds. Who was silent is asked last for a while.
   *
   * @throws ApiError 503 when no instance answers, or there is no room for what it answers
   */
  public Answer get(String path, String requestId) {
    return Answer.of(ask(path, requestId, asFarAsThereIsRoom(path)));
  }

  /**
   * As {@link #get}, for an answer that may be longer than memory. The time limit is for its
   * beginning.
   *
   * @throws ApiError 503 when no instance answers
   */
  public Stream open(String path, String requestId) {
    return Stream.of(ask(path, requestId, BodyHandlers.ofInputStream()));
  }

  /**
   * As {@link #open}, for what only one of the instances may have: each is asked until one has it,
   * and has five seconds to say so.
   *
   * @throws ApiError 503 when none has it and not all could be asked
   */
  public Stream find(String path, String requestId) {
    HttpResponse<InputStream> nothing = null;
    boolean all = true;
    for (URI url : inTurn()) {
      try {
        HttpRequest question =
            request(url, path, requestId).timeout(limit.compareTo(LOOK) < 0 ? limit : LOOK).build();
        HttpResponse<InputStream> answer =
            admitted(http.send(question, BodyHandlers.ofInputStream()));
        if (answer.statusCode() < 500 && answer.statusCode() != 404) {
          drop(nothing);
          return Stream.of(answer);
        }
        all &= answer.statusCode() == 404;
        drop(nothing);
        nothing = answer;
      } catch (HttpTimeoutException e) {
        isSilentNow(url);
        all = false;
      } catch (IOException e) {
        all = false;
      } catch (InterruptedException e) {
        throw stopping();
      }
    }
    if (!all) {
      throw unreachable();
    }
    return Stream.of(nothing);
  }

  private <T> HttpResponse<T> ask(String path, String requestId, BodyHandler<T> body) {
    HttpResponse<T> refusal = null;
    List<URI> asked = inTurn();
    for (URI url : asked) {
      try {
        boolean last = url.equals(asked.getLast());
        HttpRequest question =
            request(url, path, requestId)
                .timeout(last || limit.compareTo(FIRST_TRY) < 0 ? limit : FIRST_TRY)
                .build();
        drop(refusal);
        refusal = null;
        HttpResponse<T> answer = admitted(http.send(question, body));
        silent.remove(url);
        if (answer.statusCode() != 503) {
          return answer;
        }
        refusal = answer;
      } catch (HttpTimeoutException e) {
        isSilentNow(url);
      } catch (IOException e) {
        refuse(e);
        // A question can be asked again, so the reason does not matter.
      } catch (InterruptedException e) {
        throw stopping();
      }
    }
    if (refusal != null) {
      return refusal;
    }
    throw unreachable();
  }

  /**
   * Hands {@code body} on as it comes in, and returns as soon as an instance answers.
   *
   * @param headers further headers of the request
   * @throws ApiError 413 when it is too large, 400 when the client broke off, 503 when no instance
   *     took it
   */
  public Answer post(String path, String requestId, Map<String, String> headers, RequestBody body) {
    return post(path, requestId, headers, body, BodyHandlers.ofByteArray(), Answer::of);
  }

  /**
   * As the other, for what changes nothing: an answer for which there is no room is refused.
   *
   * @throws ApiError likewise, and 503 when there is no room for what is answered
   */
  public Answer check(String path, String requestId, RequestBody body) {
    return post(path, requestId, Map.of(), body, asFarAsThereIsRoom(path), Answer::of);
  }

  private BodyHandler<byte[]> asFarAsThereIsRoom(String path) {
    return head -> new Arrival(room, Arrival.ownerOf(path), limit);
  }

  /** What was refused here is no fault of the connection. */
  private static void refuse(IOException e) {
    if (e.getCause() instanceof ApiError refusal) {
      throw refusal;
    }
  }

  /**
   * As the other, for an answer that may be longer than memory: {@code ctx} has it when this
   * returns.
   *
   * @throws ApiError likewise
   */
  public void pass(String path, String requestId, Upload upload, Context ctx) {
    post(
        path,
        requestId,
        Map.of(),
        upload,
        BodyHandlers.ofInputStream(),
        response -> {
          Stream.of(response).passOn(ctx);
          return response;
        });
  }

  /**
   * As the other, for an answer that is read here while it comes in: {@code reader} returns when it
   * has read what it wants.
   *
   * @throws ApiError likewise
   */
  public <R> R read(String path, String requestId, Upload upload, Function<Stream, R> reader) {
    return post(
        path,
        requestId,
        Map.of(),
        upload,
        BodyHandlers.ofInputStream(),
        response -> {
          try (Stream answer = Stream.of(response)) {
            return reader.apply(answer);
          }
        });
  }

  private <T, R> R post(
      String path,
      String requestId,
      Map<String, String> headers,
      RequestBody sent,
      BodyHandler<T> body,
      Function<HttpResponse<T>, R> taken) {
    for (URI url : inTurn()) {
      // A connection of its own: one that was idle might turn out closed with the body half sent,
      // and a body that streams cannot be sent twice.
      HttpClient own = newClient();
      try {
        HttpRequest.Builder request =
            request(url, path, requestId).expectContinue(sent.asksFirst()).POST(sent.publisher());
        headers.forEach(request::header);
        sent.contentType().ifPresent(type -> request.header("Content-Type", type));
        HttpResponse<T> answer = admitted(own.send(request.build(), body));
        sent.stop();
        return taken.apply(answer);
      } catch (HttpConnectTimeoutException e) {
        isSilentNow(url);
      } catch (ConnectException e) {
        // Nothing was sent: the next one may have it.
      } catch (IOException e) {
        sent.stop();
        refuse(e);
        throw sent.refusal();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        sent.stop();
        throw sent.refusal();
      } finally {
        own.shutdownNow();
      }
    }
    throw unreachable();
  }

  /**
   * Hands a small JSON body on.
   *
   * @param headers further headers of the request
   * @throws ApiError 503 when no instance took it; 500 when nobody can tell whether one did
   */
  public Answer post(String path, String requestId, Map<String, String> headers, byte[] json) {
    for (URI url : inTurn()) {
      try {
        HttpRequest.Builder request =
            request(url, path, requestId)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(json));
        headers.forEach(request::header);
        return Answer.of(admitted(http.send(request.build(), BodyHandlers.ofByteArray())));
      } catch (HttpConnectTimeoutException e) {
        isSilentNow(url);
      } catch (ConnectException e) {
        // Nothing was sent: the next one may have it.
      } catch (IOException e) {
        throw new ApiError(
            500,
            "Failed to initiate call",
            name + " broke off, and it is not known whether it did what was asked. Look first.",
            "UNKNOWN_ERROR");
      } catch (InterruptedException e) {
        throw stopping();
      }
    }
    throw unreachable();
  }

  /** A 401 from behind is about this gateway, and never the client's. */
  private <T> HttpResponse<T> admitted(HttpResponse<T> response) {
    if (response.statusCode() == 401) {
      LOG.error("{} lets this gateway not in. Is PEAL_INTERNAL_TOKEN the same there?", name);
      throw Refusals.unavailable(name + " cannot be used now. Try again in a moment.");
    }
    return response;
  }

  /** Nobody will read it: its connection is free again. */
  private static void drop(HttpResponse<?> answer) throws IOException {
    if (answer != null && answer.body() instanceof InputStream body) {
      body.close();
    }
  }

  private HttpRequest.Builder request(URI url, String path, String requestId) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path)).timeout(limit);
    new Origin(requestId, Origin.current().traceParent()).toHttp(request::header);
    return token.sign(request);
  }

  private List<URI> inTurn() {
    long now = System.nanoTime();
    silent.values().removeIf(since -> now - since > ASKED_LAST.toNanos());
    return order.apply(instances.now()).stream()
        .sorted(Comparator.comparing(silent::containsKey))
        .toList();
  }

  private void isSilentNow(URI url) {
    silent.put(url, System.nanoTime());
  }

  private ApiError unreachable() {
    return Refusals.unavailable(name + " cannot be reached. Try again in a moment.");
  }

  private static ApiError stopping() {
    Thread.currentThread().interrupt();
    return Refusals.unavailable("This gateway is stopping. Try again in a moment.");
  }

  /** HTTP/1.1: an upgrade to HTTP/2 in the clear would have to wait for the whole upload. */
  private static HttpClient newClient() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(CONNECT)
        .executor(VIRTUAL)
        .build();
  }

  /** Breaks off what is under way. */
  @Override
  public void close() {
    http.shutdownNow();
  }
}
