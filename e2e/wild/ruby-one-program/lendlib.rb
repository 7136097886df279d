require 'sinatra'

get '/' do
  'Hello from ruby-one-program'
end
