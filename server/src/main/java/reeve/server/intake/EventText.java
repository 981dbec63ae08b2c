package reeve.server.intake;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import reeve.server.platform.Event;
import tools.jackson.databind.json.JsonMapper;

/** An event as text, to keep it and to take it in later. */
final class EventText {
  private static final JsonMapper JSON =
      JsonMapper.builder().addMixIn(Event.class, Named.class).build();

  private EventText() {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Event.AccountCreated.class, name = "account_created"),
    @JsonSubTypes.Type(value = Event.AccountUpdated.class, name = "account_updated"),
    @JsonSubTypes.Type(value = Event.PostCreated.class, name = "post_created"),
    @JsonSubTypes.Type(value = Event.PostDeleted.class, name = "post_deleted"),
    @JsonSubTypes.Type(value = Event.Boosted.class, name = "boost"),
    @JsonSubTypes.Type(value = Event.Followed.class, name = "follow"),
    @JsonSubTypes.Type(value = Event.Captured.class, name = "capture"),
    @JsonSubTypes.Type(value = Event.ReportFiled.class, name = "report"),
    @JsonSubTypes.Type(value = Event.AppealFiled.class, name = "appeal"),
    @JsonSubTypes.Type(value = Event.AuthorityWrote.class, name = "authority"),
    @JsonSubTypes.Type(value = Event.HoldEnded.class, name = "hold_ended"),
    @JsonSubTypes.Type(value = Event.Unreadable.class, name = "unreadable")
  })
  private interface Named {}

  static String write(Event event) {
    return JSON.writerFor(Event.class).writeValueAsString(event).replace("\u0000", "\uFFFD");
  }

  static Event read(String text) {
    return JSON.readValue(text, Event.class);
  }

  /** What kind of event it is, as {@code docs/events.md} names it. */
  static String kind(Event event) {
    return switch (event) {
      case Event.AccountCreated _ -> "account_created";
      case Event.AccountUpdated _ -> "account_updated";
      case Event.PostCreated _ -> "post_created";
      case Event.PostDeleted _ -> "post_deleted";
      case Event.Boosted _ -> "boost";
      case Event.Followed _ -> "follow";
      case Event.Captured _ -> "capture";
      case Event.ReportFiled _ -> "report";
      case Event.AppealFiled _ -> "appeal";
      case Event.AuthorityWrote _ -> "authority";
      case Event.HoldEnded _ -> "hold_ended";
      case Event.Unreadable _ -> "unreadable";
    };
  }
}
