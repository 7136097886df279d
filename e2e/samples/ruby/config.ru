# Answers with a greeting.
run ->(_environment) { [200, { 'Content-Type' => 'text/plain; charset=utf-8' }, ["Hello from Ruby\n"]] }
