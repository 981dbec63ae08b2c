package reeve.server.intake;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /api/v1/reports}. */
record ReportRequest(
    @Schema(
            description =
                "The platform's own id of the report; may come as the header Idempotency-Key"
                    + " instead. The same report sent again is taken once.",
            maxLength = 200)
        @Nullable String id,
    @Schema(description = "Who reported; left out where nobody is named")
        @Nullable Reporter reporter,
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable Account subject,
    @Schema(description = "The reported posts as they are now, at most 40")
        @Nullable List<@Nullable PostIn> posts,
    @Schema(
            allowableValues = {"spam", "legal", "violation", "other"},
            defaultValue = "other")
        @Nullable String category,
    @Schema(
            description = "Ids of policies that the report names, at most 10",
            example = "[\"spam\"]")
        @Nullable List<@Nullable String> rules,
    @Schema(maxLength = 1000) @Nullable String comment,
    @Schema(description = "When it was reported; now where left out") @Nullable Instant at) {

  record Reporter(
      @Schema(maxLength = 200, requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String id,
      @Schema(description = "When the reporter's account was made") @Nullable Instant since) {}

  record Account(
      @Schema(maxLength = 200, requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String id,
      @Schema(maxLength = 200, requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String handle,
      @Schema(maxLength = 500) @JsonProperty("display_name") @Nullable String displayName,
      @Schema(maxLength = 5000) @Nullable String bio,
      @Schema(maxLength = 500) @Nullable String location,
      @JsonProperty("created_at") @Nullable Instant createdAt,
      @Schema(minimum = "0") @Nullable Long followers,
      @Schema(minimum = "0") @Nullable Long following,
      @Schema(minimum = "0") @Nullable Long posts) {}

  @Schema(name = "ReportedPost")
  record PostIn(
      @Schema(maxLength = 200, requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String id,
      @Nullable Instant at,
      @Schema(maxLength = 20000, requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String text,
      @Schema(maxLength = 35) @Nullable String language,
      @Schema(
              allowableValues = {"public", "unlisted", "private", "direct"},
              defaultValue = "public")
          @Nullable String visibility,
      @JsonProperty("reply_to") @Nullable String replyTo,
      @Schema(description = "Ids of mentioned accounts, at most 100")
          @Nullable List<@Nullable String> mentions) {}
}
