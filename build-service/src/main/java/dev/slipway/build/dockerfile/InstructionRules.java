package dev.slipway.build.dockerfile;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What instructions may not do, since the engine would do it outside of every container or of every limit: fetch
/// what a URL names, take another's labels, run what is written for later.
final class InstructionRules {
    private static final Pattern FLAG = Pattern.compile("--([a-z-]+)(?:=([!-~&&[^\"'\\\\]]*))?");
    private static final Pattern PLAIN_LABEL =
            Pattern.compile("[A-Za-z0-9._/-]+=(?:\"[^\"\\\\]*\"|[^\\s\"'\\\\]*)(?:[ \\t]+|$)");
    private static final Pattern HERE_DOCUMENT =
            Pattern.compile("(?:^|[\\s\\[,\"'])\\d*<<-?[^<\\s]", Pattern.UNICODE_CHARACTER_CLASS);
    private static final String OURS = "dev.slipway";

    private InstructionRules() {}

    /// The image or stage that it copies from; empty for none. Throws FailedBuild ManageDockerfileFailed.
    static Optional<String> check(Instruction instruction) {
        return switch (instruction.name()) {
            case "RUN" -> run(instruction);
            case "COPY" -> copy(instruction);
            case "ADD" -> add(instruction);
            case "LABEL" -> label(instruction);
            case "ONBUILD" -> throw instruction.refused("nothing is built on the image, so it is not supported.");
            default -> Optional.empty();
        };
    }

    private static Optional<String> run(Instruction instruction) {
        if (instruction.text().startsWith("--")) {
            throw instruction.refused("flags such as --mount are BuildKit's; the engine's classic builder builds.");
        }
        checkHereDocument(instruction);
        return Optional.empty();
    }

    /// Newer engines take the lines that follow for its text, whatever was read in them here.
    private static void checkHereDocument(Instruction instruction) {
        if (HERE_DOCUMENT.matcher(instruction.text()).find()) {
            throw instruction.refused("here-documents are BuildKit's; the engine's classic builder builds.");
        }
    }

    private static Optional<String> copy(Instruction instruction) {
        checkSpaces(instruction);
        checkHereDocument(instruction);
        Optional<String> from = Optional.empty();
        for (String word : instruction.words()) {
            if (!word.startsWith("--")) {
                return from;
            }
            Matcher flag = FLAG.matcher(word);
            if (!flag.matches()) {
                throw instruction.refused("the flag " + word + " is not understood.");
            }
            if (flag.group(1).equals("from")) {
                from = Optional.of(flag.group(2) == null ? "" : flag.group(2));
            }
        }
        return from;
    }

    /// The engine itself would fetch a URL, past the project's network and its rules.
    private static Optional<String> add(Instruction instruction) {
        if (copy(instruction).isPresent()) {
            throw instruction.refused("it has no --from; use COPY.");
        }
        String text = instruction.words().stream()
                .dropWhile(word -> word.startsWith("--"))
                .collect(Collectors.joining(" "));
        if (text.contains("$")
                || text.contains("\\")
                || text.replaceAll("[\"']", "").contains("://")) {
            throw instruction.refused("URLs and variables are not fetched here. RUN a program that fetches, or COPY.");
        }
        return Optional.empty();
    }

    /// Ours say whose an image is.
    private static Optional<String> label(Instruction instruction) {
        checkSpaces(instruction);
        if (!plainLabels(instruction.text()) && instruction.text().matches(".*[$\\\\].*")) {
            throw instruction.refused("with variables or backslashes it must be name=\"value\", the name without any.");
        }
        if (instruction.text().replaceAll("[\"']", "").contains(OURS)) {
            throw instruction.refused("labels of " + OURS + " are Slipway's own.");
        }
        return Optional.empty();
    }

    private static boolean plainLabels(String text) {
        Matcher label = PLAIN_LABEL.matcher(text);
        int at = 0;
        while (at < text.length() && label.region(at, text.length()).lookingAt()) {
            at = label.end();
        }
        return at == text.length();
    }

    private static void checkSpaces(Instruction instruction) {
        if (instruction.hasOddSpace()) {
            throw instruction.refused("it has white space other than blanks and tabs.");
        }
    }
}
