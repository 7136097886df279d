package dev.slipway.build.dockerfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Takes a Dockerfile apart into instructions as the engine's classic builder does: comments and empty lines go, also
/// between continued lines.
final class Instructions {
    private static final Set<String> KNOWN = Set.of(
            "ADD",
            "ARG",
            "CMD",
            "COPY",
            "ENTRYPOINT",
            "ENV",
            "EXPOSE",
            "FROM",
            "HEALTHCHECK",
            "LABEL",
            "MAINTAINER",
            "ONBUILD",
            "RUN",
            "SHELL",
            "STOPSIGNAL",
            "USER",
            "VOLUME",
            "WORKDIR");

    private static final Pattern OTHER_ESCAPE =
            Pattern.compile("\\s*#\\s*escape\\s*=\\s*[^\\s\\\\].*", Pattern.CASE_INSENSITIVE);

    private Instructions() {}

    /// Throws FailedBuild ManageDockerfileFailed for a line that is no instruction.
    static List<Instruction> of(String dockerfile) {
        List<Instruction> instructions = new ArrayList<>();
        StringBuilder open = new StringBuilder();
        int begun = 0;
        int number = 0;
        for (String line : dockerfile.replace("\uFEFF", "").lines().toList()) {
            number++;
            if (instructions.isEmpty() && OTHER_ESCAPE.matcher(line).matches()) {
                throw new Instruction(number, "# escape", "").refused("only the backslash continues lines here.");
            }
            if (line.isBlank() || line.stripLeading().startsWith("#")) {
                continue;
            }
            begun = open.isEmpty() ? number : begun;
            String ended = line.stripTrailing();
            boolean continued = ended.endsWith("\\");
            open.append(continued ? ended.substring(0, ended.length() - 1) : line);
            if (!continued) {
                instructions.add(instruction(begun, open.toString()));
                open.setLength(0);
            }
        }
        if (!open.toString().isBlank()) {
            instructions.add(instruction(begun, open.toString()));
        }
        return List.copyOf(instructions);
    }

    private static Instruction instruction(int line, String text) {
        Instruction instruction = Instruction.of(line, text.strip());
        if (!KNOWN.contains(instruction.name())) {
            throw instruction.refused("this is no instruction. Here-documents and other additions of BuildKit are not"
                    + " understood: the engine's classic builder builds.");
        }
        if (instruction.text().endsWith("\\")) {
            throw instruction.refused("it ends with a backslash, and nothing follows.");
        }
        return instruction;
    }
}
