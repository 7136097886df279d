package dev.slipway.platform.http;

import dev.slipway.model.fault.ErrorCode;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/// Adds to the OpenAPI document what holds for every operation: how to sign in, which problems it can answer with
/// and their codes, and the headers that conventions bring.
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public class InterfaceDocument implements OASFilter {
    private static final String API = "/api/v1/";
    private static final Set<String> NOT_KEPT = Set.of("/cancellation", "/refresh", "/restart", "/sessions");
    private static final Set<HttpMethod> CHANGING =
            Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE);

    @Override
    public void filterOpenAPI(OpenAPI document) {
        if (document.getComponents() == null) {
            document.setComponents(OASFactory.createComponents());
        }
        document.getComponents().addSchema("Problem", problem());
        document.getComponents()
                .addSecurityScheme(
                        "token",
                        OASFactory.createSecurityScheme()
                                .type(org.eclipse.microprofile.openapi.models.security.SecurityScheme.Type.HTTP)
                                .scheme("bearer")
                                .description("A token of POST /api/v1/tokens; that and GET /api/v1/me also take Basic"
                                        + " with name and password."));
        statuses().forEach(status -> document.getComponents().addResponse("Problem" + status, answer(status)));
        document.getPaths().getPathItems().forEach(this::describe);
    }

    private static Schema problem() {
        return OASFactory.createSchema()
                .addType(Schema.SchemaType.OBJECT)
                .description("RFC 9457. docs/errors.md tells every code.")
                .addProperty("type", text())
                .addProperty("title", text())
                .addProperty("status", OASFactory.createSchema().addType(Schema.SchemaType.INTEGER))
                .addProperty("detail", text())
                .addProperty("code", codes(_ -> true))
                .addProperty("next", text().description("What to do."))
                .addProperty("requestId", text())
                .addProperty(
                        "errors",
                        OASFactory.createSchema()
                                .addType(Schema.SchemaType.ARRAY)
                                .items(OASFactory.createSchema()
                                        .addType(Schema.SchemaType.OBJECT)
                                        .addProperty("field", text())
                                        .addProperty("message", text())));
    }

    private static Schema text() {
        return OASFactory.createSchema().addType(Schema.SchemaType.STRING);
    }

    private static Schema codes(Predicate<ErrorCode> which) {
        return text().enumeration(Arrays.stream(ErrorCode.values())
                .filter(which)
                .<Object>map(Enum::name)
                .toList());
    }

    private static Set<Integer> statuses() {
        return Arrays.stream(ErrorCode.values()).map(ErrorCode::status).collect(Collectors.toCollection(TreeSet::new));
    }

    private static APIResponse answer(int status) {
        List<ErrorCode> codes = Arrays.stream(ErrorCode.values())
                .filter(code -> code.status() == status)
                .toList();
        return OASFactory.createAPIResponse()
                .description(codes.stream()
                        .map(code -> code.name() + ": " + code.title() + ".")
                        .collect(Collectors.joining(" ")))
                .content(OASFactory.createContent()
                        .addMediaType(
                                Problem.MEDIA_TYPE,
                                OASFactory.createMediaType()
                                        .schema(OASFactory.createSchema()
                                                .addAllOf(OASFactory.createSchema()
                                                        .ref("#/components/schemas/Problem"))
                                                .addProperty("code", codes(codes::contains)))));
    }

    private void describe(String path, PathItem item) {
        if (!path.startsWith(API)) {
            return;
        }
        item.getOperations().forEach((method, operation) -> {
            conventions(path, method, operation);
            problems(path, method, operation)
                    .forEach(status -> operation
                            .getResponses()
                            .addAPIResponse(
                                    String.valueOf(status),
                                    OASFactory.createAPIResponse().ref("#/components/responses/Problem" + status)));
        });
    }

    private static void conventions(String path, HttpMethod method, Operation operation) {
        operation.addSecurityRequirement(OASFactory.createSecurityRequirement().addScheme("token"));
        if (repeatable(path, method, operation)) {
            operation.addParameter(OASFactory.createParameter()
                    .name("Idempotency-Key")
                    .in(Parameter.In.HEADER)
                    .description("Makes a repetition within 24 hours give the first answer again.")
                    .schema(text().minLength(1).maxLength(200)));
        }
        if (takes(operation, "wait")) {
            operation
                    .getResponses()
                    .addAPIResponse("200", OASFactory.createAPIResponse().description("What wait asks for has come."));
        }
        if (takes(operation, "If-None-Match")) {
            operation
                    .getResponses()
                    .addAPIResponse("304", OASFactory.createAPIResponse().description("You have this version."));
        }
        if (method == HttpMethod.DELETE && takes(operation, "purge")) {
            operation
                    .getResponses()
                    .addAPIResponse("204", OASFactory.createAPIResponse().description("It is gone."));
        }
    }

    /// POSTs that make something ({@link Idempotency#once}); the others may be repeated without it.
    private static boolean repeatable(String path, HttpMethod method, Operation operation) {
        boolean makes = operation.getResponses().hasAPIResponse("201")
                || operation.getResponses().hasAPIResponse("202");
        return method == HttpMethod.POST && makes && NOT_KEPT.stream().noneMatch(path::endsWith);
    }

    private static Set<Integer> problems(String path, HttpMethod method, Operation operation) {
        Set<Integer> statuses = new TreeSet<>(Set.of(400, 401, 403, 405, 406, 500, 503));
        if (path.contains("{")) {
            statuses.add(404);
        }
        if (takes(operation, "If-Match")) {
            statuses.addAll(Set.of(412, 428));
        }
        if (CHANGING.contains(method)) {
            statuses.addAll(Set.of(404, 409, 413, 415, 422, 429));
        }
        if (operation.getParameters() != null) {
            statuses.add(422);
        }
        if (method == HttpMethod.GET && operation.getResponses() != null && streams(operation)) {
            statuses.add(429);
        }
        return statuses;
    }

    private static boolean takes(Operation operation, String parameter) {
        return operation.getParameters() != null
                && operation.getParameters().stream().anyMatch(one -> parameter.equals(one.getName()));
    }

    private static boolean streams(Operation operation) {
        Map<String, APIResponse> answers = operation.getResponses().getAPIResponses();
        return answers.values().stream()
                .anyMatch(answer ->
                        answer.getContent() != null && answer.getContent().hasMediaType("text/event-stream"));
    }
}
