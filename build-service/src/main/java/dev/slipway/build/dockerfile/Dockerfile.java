package dev.slipway.build.dockerfile;

import dev.slipway.model.assignment.DockerfileStage;
import dev.slipway.model.build.FailedBuild;
import dev.slipway.model.build.FailureReason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A Dockerfile that was read and judged. What the engine gets is written anew, one instruction a line, so that it
/// cannot read anything else into it than was judged here.
public final class Dockerfile {
    private static final Pattern STAGE = Pattern.compile("[a-z][a-z0-9._-]*");
    private static final String PART = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
    /// As the engine has it: the host of a registry, a path in small letters, a tag, a digest; or an id.
    private static final Pattern IMAGE = Pattern.compile("sha256:[0-9a-f]{64}"
            + "|(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]{1,5})?/)?" + PART + "(?:/" + PART + ")*"
            + "(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(?:@sha256:[0-9a-f]{64})?");
    private static final String SCRATCH = "scratch";
    private static final int LONGEST_NAME = 255;
    private static final int MOST_STAGES = 20;

    private final List<Instruction> instructions = new ArrayList<>();
    private final List<String> stages = new ArrayList<>();
    private final List<Base> bases = new ArrayList<>();
    private final Map<String, String> arguments = new HashMap<>();

    /// An image that the Dockerfile names, in a FROM or a `COPY --from`, and its line.
    public record Base(int line, String reference) {}

    private Dockerfile() {}

    /// Throws FailedBuild ManageDockerfileFailed, which names line and fault.
    public static Dockerfile read(DockerfileStage stage) {
        Dockerfile dockerfile = new Dockerfile();
        Instructions.of(stage.text()).forEach(instruction -> dockerfile.add(instruction, stage.arguments()));
        if (dockerfile.stages.isEmpty()) {
            throw new FailedBuild(
                    FailureReason.ManageDockerfileFailed,
                    stage.path() + " has no FROM, so there is nothing to build on.");
        }
        dockerfile.checkTarget(stage.target());
        return dockerfile;
    }

    private void add(Instruction instruction, Map<String, String> given) {
        switch (instruction.name()) {
            case "FROM" -> instructions.add(from(instruction));
            case "ARG" -> {
                argument(instruction, given);
                instructions.add(instruction);
            }
            default -> {
                if (stages.isEmpty()) {
                    throw instruction.refused("only ARG may stand before the first FROM.");
                }
                InstructionRules.check(instruction).ifPresent(image -> copied(instruction, image));
                instructions.add(instruction);
            }
        }
    }

    /// Of those before the first FROM, which alone count there.
    private void argument(Instruction instruction, Map<String, String> given) {
        if (!stages.isEmpty()) {
            return;
        }
        for (String word : instruction.words()) {
            String name = word.split("=", 2)[0];
            String value = word.contains("=")
                    ? Words.of(instruction, arguments).expanded(word.substring(name.length() + 1))
                    : "";
            arguments.put(name, given.getOrDefault(name, value));
        }
    }

    /// With its image spelt out.
    private Instruction from(Instruction instruction) {
        List<String> words = instruction.words();
        boolean named = words.size() == 3 && words.get(1).equalsIgnoreCase("AS");
        if (words.size() != 1 && !named || words.getFirst().startsWith("--")) {
            throw instruction.refused(
                    "it must be FROM <image>, or FROM <image> AS <stage>; --platform is not supported.");
        }
        String image = Words.of(instruction, arguments).expanded(words.getFirst());
        if (!image.equals(SCRATCH) && !named(image.toLowerCase(Locale.ROOT))) {
            bases.add(base(instruction, image));
        }
        String stage = named ? words.getLast().toLowerCase(Locale.ROOT) : String.valueOf(stages.size());
        addStage(instruction, stage, named);
        return new Instruction(instruction.line(), "FROM", named ? image + " AS " + stage : image);
    }

    private static Base base(Instruction instruction, String image) {
        if (image.length() > LONGEST_NAME || !IMAGE.matcher(image).matches()) {
            throw instruction.refused("\"" + image + "\" is no name of an image.");
        }
        return new Base(instruction.line(), image);
    }

    /// A stage without a name is known by its number to COPY alone.
    private boolean named(String stage) {
        return STAGE.matcher(stage).matches() && stages.contains(stage);
    }

    private void addStage(Instruction instruction, String stage, boolean named) {
        if (named && (!STAGE.matcher(stage).matches() || stages.contains(stage) || stage.equals(SCRATCH))) {
            throw instruction.refused("\"" + stage + "\" is no name of a stage, or another stage has it.");
        }
        if (stages.size() == MOST_STAGES) {
            throw instruction.refused("a Dockerfile may have at most " + MOST_STAGES + " stages.");
        }
        stages.add(stage);
    }

    /// The current stage is no source of copies.
    private void copied(Instruction instruction, String from) {
        List<String> earlier = stages.subList(0, stages.size() - 1);
        boolean number = from.matches("\\d{1,3}") && Integer.parseInt(from) < earlier.size();
        if (number || earlier.contains(from.toLowerCase(Locale.ROOT))) {
            return;
        }
        if (from.contains("$") || from.isEmpty()) {
            throw instruction.refused("--from must be an earlier stage or an image, without variables.");
        }
        bases.add(base(instruction, from));
    }

    private void checkTarget(String target) {
        if (target != null && !named(target.toLowerCase(Locale.ROOT))) {
            throw new FailedBuild(
                    FailureReason.ManageDockerfileFailed,
                    "The Dockerfile has no stage \"" + target
                            + "\", which build.target of the application names. It has " + String.join(", ", stages)
                            + ".");
        }
    }

    /// The images that must be there, each as often as it is named.
    public List<Base> bases() {
        return List.copyOf(bases);
    }

    /// As the engine gets it: each stage begins with the first labels, so that whatever its steps leave behind can be
    /// told, and the stage that becomes the image ends with the last ones. target is that stage, null for the last.
    public String labelled(Map<String, String> first, Map<String, String> last, String target) {
        int result = target == null ? stages.size() - 1 : stages.indexOf(target.toLowerCase(Locale.ROOT));
        StringBuilder text = new StringBuilder();
        int stage = -1;
        for (Instruction instruction : instructions) {
            boolean begins = instruction.name().equals("FROM");
            if (begins && stage == result) {
                text.append(label(last));
            }
            text.append(instruction).append('\n').append(begins ? label(first) : "");
            stage += begins ? 1 : 0;
        }
        return text.append(stage == result ? label(last) : "").toString();
    }

    private static String label(Map<String, String> labels) {
        return labels.entrySet().stream()
                .map(entry -> entry.getKey() + "=\"" + quoted(entry.getValue()) + "\"")
                .sorted()
                .collect(Collectors.joining(" ", "LABEL ", "\n"));
    }

    private static String quoted(String value) {
        return value.replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029]", " ").replaceAll("[\\\\\"$]", "\\\\$0");
    }
}
