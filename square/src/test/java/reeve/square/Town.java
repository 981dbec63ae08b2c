package reeve.square;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import reeve.postgres.Schema;
import reeve.postgres.ScratchDatabase;
import reeve.square.base.AccountId;
import reeve.square.base.PostId;
import reeve.square.base.Visibility;
import reeve.square.door.SquareAction;
import reeve.square.door.SquareDoor;
import reeve.square.door.SquareOrder;
import reeve.square.door.SquareReceipt;
import reeve.square.graph.Graph;
import reeve.square.oauth.Apps;
import reeve.square.oauth.Tokens;
import reeve.square.posts.Draft;
import reeve.square.posts.Post;
import reeve.square.posts.Posts;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A running square on a port of its own, with people in it; most tests share one. */
final class Town {
  static final Town SHARED = new Town(Map.of());

  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final ScratchDatabase database = ScratchDatabase.fresh();
  private final ConfigurableApplicationContext context;
  private final HttpClient http = HttpClient.newHttpClient();
  private final AtomicLong orderNumber = new AtomicLong();
  private final Apps.App app;

  /** One with settings of its own; takes some seconds and lasts as long as the JVM. */
  static Town with(Map<String, Object> settings) {
    return new Town(settings);
  }

  private Town(Map<String, Object> settings) {
    var properties = new HashMap<String, Object>(database.springProperties(Schema.SQUARE));
    properties.put("server.port", "0");
    properties.put("square.secret", "5a".repeat(32));
    properties.put("square.sign-up", "open");
    properties.put("square.sign-ups", "100000");
    properties.put("square.requests", "1000000");
    properties.putAll(settings);
    context = SquareApplication.start(properties, SquareApplication.class, TestClock.InPlace.class);
    app =
        bean(Apps.class)
            .register("Test", List.of(Apps.OUT_OF_BAND), "read write follow", null)
            .app();
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  ConfigurableApplicationContext context() {
    return context;
  }

  ScratchDatabase database() {
    return database;
  }

  JdbcClient jdbc() {
    return bean(JdbcClient.class);
  }

  TestClock clock() {
    return bean(TestClock.class);
  }

  String host() {
    return "127.0.0.1:" + context.getEnvironment().getProperty("local.server.port");
  }

  String url() {
    return "http://" + host();
  }

  /** Somebody who lives here, with a token for everything. */
  record Person(AccountId id, String handle, String token) {}

  /** A new person, whose handle begins so. */
  Person person(String name) {
    String handle = name + "_" + NUMBER.incrementAndGet();
    var id = new AccountId(1_000_000_000_000L + NUMBER.incrementAndGet());
    jdbc()
        .sql(
            "insert into accounts (id, handle, mail, created_at) values (:id, :handle, :mail, now() - interval '1 day')")
        .param("id", id.value())
        .param("handle", handle)
        .param("mail", handle.toLowerCase(java.util.Locale.ROOT) + "@example.org")
        .update();
    return new Person(id, handle, token(id));
  }

  String token(AccountId id) {
    return bean(Tokens.class).issue(app, id, Set.of("read", "write", "follow"));
  }

  String appToken() {
    return bean(Tokens.class).issue(app, null, Set.of("read", "write"));
  }

  Apps.App app() {
    return app;
  }

  Post post(Person author, String text) {
    return post(author, text, Visibility.PUBLIC, null);
  }

  Post post(Person author, String text, Visibility visibility, PostId replyTo) {
    return bean(Posts.class)
        .write(
            author.id(),
            new Draft(text, "", false, null, visibility, replyTo, List.of(), null, null));
  }

  void follow(Person who, Person whom) {
    bean(Graph.class).follow(who.id(), whom.id());
  }

  SquareReceipt order(Person on, SquareAction action) {
    return order(UUID.randomUUID(), on, action);
  }

  SquareReceipt order(UUID id, Person on, SquareAction action) {
    return bean(SquareDoor.class)
        .obey(new SquareOrder(id, on.id().toString(), orderNumber.incrementAndGet(), action));
  }

  /** All events from now on that {@code act} makes, as the door gives them. */
  List<JsonNode> eventsOf(Runnable act) {
    var door = bean(SquareDoor.class);
    String from = end(door);
    act.run();
    return door.read(from, 10_000).events().stream()
        .map(event -> bean(JsonMapper.class).readTree(event.json()))
        .toList();
  }

  static String end(SquareDoor door) {
    String at = null;
    while (true) {
      SquareDoor.Page page = door.read(at, 10_000);
      if (page.events().isEmpty()) {
        return at;
      }
      at = page.next();
    }
  }

  /** An answer of the API. */
  record Answer(int status, JsonNode json, HttpResponse<byte[]> raw) {
    String header(String name) {
      return raw.headers().firstValue(name).orElse("");
    }

    String text() {
      return new String(raw.body(), StandardCharsets.UTF_8);
    }

    List<String> ids() {
      return json.values().stream().map(item -> item.get("id").asString()).toList();
    }
  }

  Answer get(Person who, String path) {
    return send(request(who == null ? null : who.token(), path).GET());
  }

  Answer post(Person who, String path, Map<String, ?> json) {
    return send(
        request(who == null ? null : who.token(), path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(bean(JsonMapper.class).writeValueAsString(json))));
  }

  HttpRequest.Builder request(String token, String path) {
    var request = HttpRequest.newBuilder(URI.create(url() + path));
    return token == null ? request : request.header("Authorization", "Bearer " + token);
  }

  Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<byte[]> raw = http.send(request.build(), BodyHandlers.ofByteArray());
      boolean json = raw.headers().firstValue("Content-Type").orElse("").contains("json");
      var mapper = bean(JsonMapper.class);
      return new Answer(
          raw.statusCode(),
          json && raw.body().length > 0 ? mapper.readTree(raw.body()) : mapper.createObjectNode(),
          raw);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
