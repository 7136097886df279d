require 'sinatra'

get '/' do
  @name = 'ruby-sinatra'
  erb :index
end
