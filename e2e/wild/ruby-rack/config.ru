run ->(environment) { [200, { "content-type" => "text/plain" }, ["Hello from ruby-rack"]] }
