# One image for every role: see docker-compose.yml. Run alone, it serves the site with a database of its own:
#   docker build -t putin-trump-contacts . && docker run -p 8000:8000 -v contacts:/app/var putin-trump-contacts
FROM python:3.13-slim

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 HOST=0.0.0.0 PORT=8000
WORKDIR /app

COPY requirements.txt .
RUN pip install --no-cache-dir --root-user-action=ignore --require-hashes -r requirements.txt

RUN useradd --system --home-dir /app --shell /usr/sbin/nologin contacts && install -d -o contacts -g contacts /app/var
COPY . .
USER contacts

# Neither value reaches the image: the key is not kept, and nothing connects.
RUN SECRET_KEY=build DATABASE_URL=postgresql://nowhere/none python manage.py collectstatic --no-input --verbosity 0

EXPOSE 8000
CMD ["python", "-m", "config.serve"]
