package dev.adyton.maven;

import java.io.IOException;
import java.lang.classfile.ClassModel;
import java.lang.constant.ConstantDescs;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the class of an image's application, or says what stands in the way. */
final class ApplicationClass {
    static final String INTERFACE = "dev.adyton.enclave.api.TrustedApplication";

    private static final String HOW_TO_CONFIGURE =
            "Name it in the plugin's configuration: <applicationClass>com.example.MyApplication</applicationClass>";

    private final ClassFiles classes;

    ApplicationClass(ClassFiles classes) {
        this.classes = classes;
    }

    /**
     * The one class of the module's own that can be the application.
     *
     * @return its binary name
     * @throws NoApplicationException when there is none, or more than one; lists what was found
     */
    String search() throws IOException, NoApplicationException {
        var fit = new ArrayList<String>();
        var unfit = new ArrayList<String>();
        for (var candidate : classes.ofDirectory()) {
            if (!implementsInterface(candidate, new HashSet<>())) {
                continue;
            }
            var name = binaryName(candidate);
            unfitness(candidate).ifPresentOrElse(why -> unfit.add(name + " (" + why + ")"), () -> fit.add(name));
        }
        if (fit.size() == 1) {
            return fit.getFirst();
        }
        if (fit.size() > 1) {
            throw new NoApplicationException("Found " + fit.size() + " application classes: " + String.join(", ", fit)
                    + ". " + HOW_TO_CONFIGURE);
        }
        throw new NoApplicationException("Found no public class in this module that implements " + INTERFACE
                + (unfit.isEmpty() ? "" : "; these do but cannot be used: " + String.join(", ", unfit))
                + ". Add one, or, if it is in a dependency: " + HOW_TO_CONFIGURE);
    }

    /**
     * Makes sure that a configured class can be the application.
     *
     * @throws NoApplicationException when it cannot; says why
     */
    void check(String binaryName) throws IOException, NoApplicationException {
        var candidate = classes.find(binaryName.replace('.', '/'));
        if (candidate.isEmpty()) {
            throw new NoApplicationException("The configured applicationClass " + binaryName
                    + " is neither in this module nor in the dependencies that the image holds"
                    + (others().isEmpty() ? "" : "; this module has " + String.join(", ", others())));
        }
        if (!implementsInterface(candidate.get(), new HashSet<>())) {
            throw new NoApplicationException(
                    "The configured applicationClass " + binaryName + " does not implement " + INTERFACE);
        }
        var unfitness = unfitness(candidate.get());
        if (unfitness.isPresent()) {
            throw new NoApplicationException(
                    "The configured applicationClass " + binaryName + " cannot be used: it " + unfitness.get());
        }
    }

    private List<String> others() throws IOException {
        var names = new ArrayList<String>();
        for (var candidate : classes.ofDirectory()) {
            if (implementsInterface(candidate, new HashSet<>())) {
                names.add(binaryName(candidate));
            }
        }
        return names;
    }

    private boolean implementsInterface(ClassModel type, Set<String> seen) throws IOException {
        var supertypes = new ArrayList<String>();
        type.superclass().ifPresent(superclass -> supertypes.add(superclass.asInternalName()));
        type.interfaces().forEach(each -> supertypes.add(each.asInternalName()));
        for (var name : supertypes) {
            if (name.equals(INTERFACE.replace('.', '/'))) {
                return true;
            }
            // What is found nowhere, such as the classes of the JDK, cannot know the interface.
            var supertype = seen.add(name) ? classes.find(name) : Optional.<ClassModel>empty();
            if (supertype.isPresent() && implementsInterface(supertype.get(), seen)) {
                return true;
            }
        }
        return false;
    }

    /** Why a class that implements the interface cannot be made an instance of by the runtime. */
    private static Optional<String> unfitness(ClassModel type) {
        if (type.flags().has(AccessFlag.INTERFACE)) {
            return Optional.of("is an interface");
        }
        if (type.flags().has(AccessFlag.ABSTRACT)) {
            return Optional.of("is abstract");
        }
        if (!type.flags().has(AccessFlag.PUBLIC)) {
            return Optional.of("is not public");
        }
        var constructible = type.methods().stream()
                .anyMatch(method -> method.methodName().equalsString(ConstantDescs.INIT_NAME)
                        && method.methodTypeSymbol().parameterCount() == 0
                        && method.flags().has(AccessFlag.PUBLIC));
        return constructible ? Optional.empty() : Optional.of("has no public constructor without parameters");
    }

    private static String binaryName(ClassModel type) {
        return type.thisClass().asInternalName().replace('/', '.');
    }
}
