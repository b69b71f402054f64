package dev.adyton.maven;

import java.util.List;
import org.apache.maven.project.DependencyResolutionRequest;
import org.apache.maven.project.DependencyResolutionResult;
import org.apache.maven.project.ProjectDependenciesResolver;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.graph.DependencyNode;

/** Answers with a graph that a test prepared. */
record FakeResolver(DependencyNode graph) implements ProjectDependenciesResolver {
    @Override
    public DependencyResolutionResult resolve(DependencyResolutionRequest request) {
        return new Result(graph);
    }

    private record Result(DependencyNode graph) implements DependencyResolutionResult {
        @Override
        public DependencyNode getDependencyGraph() {
            return graph;
        }

        @Override
        public List<Dependency> getDependencies() {
            return List.of();
        }

        @Override
        public List<Dependency> getResolvedDependencies() {
            return List.of();
        }

        @Override
        public List<Dependency> getUnresolvedDependencies() {
            return List.of();
        }

        @Override
        public List<Exception> getCollectionErrors() {
            return List.of();
        }

        @Override
        public List<Exception> getResolutionErrors(Dependency dependency) {
            return List.of();
        }
    }
}
